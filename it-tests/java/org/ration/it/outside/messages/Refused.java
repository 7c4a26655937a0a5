// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.messages;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.ration.Quota;

/** Its quota refuses messages, and the broker delivers them again. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = MessagesApplication.REFUSED),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
@Interceptors(Deliveries.class)
public class Refused implements MessageListener {

    @Inject
    private Processed processed;

    @Override
    @Quota(key = "global:messages", limit = 1)
    public void onMessage(Message message) {
        processed.add("processed");
    }
}
