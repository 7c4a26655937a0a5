// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.messages;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Sends messages, and tells what became of them. */
@Path("messages")
@Stateless
public class MessagesResource {

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = MessagesApplication.REFUSED)
    private Queue refused;

    @Resource(lookup = MessagesApplication.POSTPONED)
    private Queue postponed;

    @Inject
    private Processed processed;

    @POST
    @Path("{queue}")
    public void send(@PathParam("queue") String queue) {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().send(queue.equals("refused") ? refused : postponed, "a message");
        }
    }

    @POST
    @Path("limit")
    public void raiseLimit() {
        processed.raiseLimit();
    }

    @GET
    @Path("{line}")
    public long count(@PathParam("line") String line) {
        return processed.lines().stream().filter(line::equals).count();
    }
}
