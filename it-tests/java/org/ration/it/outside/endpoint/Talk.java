// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.endpoint;

import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import org.ration.Quota;

/** What endpoints inherit. */
public abstract class Talk {

    @OnMessage
    @Quota(key = "global:talk", limit = 1)
    public String say(String message) {
        return "said " + message;
    }

    @OnError
    public void failed(Session session, Throwable failure) throws IOException {
        session.getBasicRemote().sendText(failure.getClass().getSimpleName());
    }
}
