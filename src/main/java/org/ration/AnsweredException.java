// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An exception that answers a request by status and headers. It works in a unit test without a JAX-RS runtime, and its
 * response is still there in another process, to which {@link WebApplicationException} does not carry it.
 */
abstract class AnsweredException extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    private transient @Nullable Response carried;

    AnsweredException(String message, @Nullable Throwable cause, Response response) {
        super(message, cause, response);
        NoStore.link(this);
    }

    /**
     * The answer.
     *
     * @return the response; in a copy that was serialized it has the status, the headers as text, and an entity that is
     *     text
     */
    @Override
    public final Response getResponse() {
        Response own = super.getResponse();
        return own != null ? own : carried;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(ResponseParts.of(getResponse()));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        carried = ((ResponseParts) in.readObject()).response();
        NoStore.link(this);
    }
}
