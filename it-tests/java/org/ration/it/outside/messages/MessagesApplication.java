// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.messages;

import jakarta.jms.JMSDestinationDefinition;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@JMSDestinationDefinition(
        name = MessagesApplication.REFUSED,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "refused")
@JMSDestinationDefinition(
        name = MessagesApplication.POSTPONED,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postponed")
@ApplicationPath("api")
public class MessagesApplication extends Application {

    static final String REFUSED = "java:app/jms/refused";
    static final String POSTPONED = "java:app/jms/postponed";
}
