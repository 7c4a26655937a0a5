// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.endpoint;

import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import org.ration.Quota;

/** Intercepted though it is no bean, where the container does so. */
@ServerEndpoint("/chat")
public class UnscopedChat {

    @OnMessage
    @Quota(key = "global:endpoint", limit = 1)
    public String say(String message) {
        return "said " + message;
    }

    @OnError
    public void failed(Session session, Throwable failure) throws IOException {
        session.getBasicRemote().sendText(failure.getClass().getSimpleName());
    }
}
