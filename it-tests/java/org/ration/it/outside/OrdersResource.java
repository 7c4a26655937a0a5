// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.SQLException;
import org.ration.QuotaExceededException;

@Path("orders")
@RequestScoped
public class OrdersResource {

    @EJB
    private Orders orders;

    @POST
    @Path("{how}/{callee}")
    public String order(@PathParam("how") String how, @PathParam("callee") String callee) throws SQLException {
        orders.create();
        String order = how + "-" + callee;
        String outcome = outcome(how, order, callee);
        return outcome + (orders.isStored(order) ? ", stored" : ", not stored");
    }

    private String outcome(String how, String order, String callee) throws SQLException {
        try {
            if (how.equals("catching")) {
                return orders.catching(order, callee);
            }
            orders.throwing(order, callee);
            return "done";
        } catch (QuotaExceededException refused) {
            return "refused";
        }
    }
}
