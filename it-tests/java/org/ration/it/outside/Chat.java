// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.enterprise.context.Dependent;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import org.ration.Quota;

@Dependent
@ServerEndpoint("/chat")
public class Chat {

    @OnMessage
    @Quota(key = "global:chat", limit = 1)
    public String say(String message) {
        return "said " + message;
    }

    @OnError
    public void failed(Session session, Throwable failure) throws IOException {
        session.getBasicRemote().sendText(failure.getClass().getSimpleName());
    }
}
