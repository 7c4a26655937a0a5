// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.messages;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import java.util.List;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Charges by code, and sends what is refused again for later. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(
                    propertyName = "destinationLookup",
                    propertyValue = MessagesApplication.POSTPONED),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
public class Postponing implements MessageListener {

    private static final long LATER_MILLIS = 500;

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = MessagesApplication.POSTPONED)
    private Queue queue;

    @Inject
    private QuotaRegistry quotas;

    @Inject
    private Processed processed;

    @Override
    public void onMessage(Message message) {
        QuotaPolicy policy = QuotaPolicy.of(processed.limit(), QuotaPeriod.YEAR);
        QuotaCharge charge = new QuotaCharge("global:postponed", policy, 1);
        QuotaDecision decision = quotas.consume(List.of(charge), idOf(message));
        if (decision.allowed()) {
            processed.add("processed by code");
        } else {
            processed.add("postponed");
            postpone(message);
        }
    }

    private static String idOf(Message message) {
        try {
            return message.getJMSMessageID();
        } catch (JMSException failed) {
            throw new JMSRuntimeException(failed.getMessage());
        }
    }

    private void postpone(Message message) {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().setDeliveryDelay(LATER_MILLIS).send(queue, message);
        }
    }
}
