// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import java.util.stream.Stream;

/**
 * What Jersey 3.1 and 4.0 do beside the interceptors of JAX-RS: {@code EndingsContract.chunksHoldUntilTheirEnd}. By
 * name, since other servers have other providers.
 */
public final class JerseyTypes {

    private static final String CHUNKS = "org.glassfish.jersey.server.ChunkedOutput";
    private static final String WRAPPER = "org.glassfish.jersey.server.internal.process.MappableException";

    private JerseyTypes() {}

    /**
     * Whether an entity is written piece by piece, after the interceptors of its response.
     *
     * @param entity the entity
     * @return true for output in chunks
     */
    public static boolean isChunked(Object entity) {
        return Stream.<Class<?>>iterate(entity.getClass(), type -> type != null, Class::getSuperclass)
                .anyMatch(type -> type.getName().equals(CHUNKS));
    }

    /**
     * The exception of a writer of entities.
     *
     * @param thrown the exception, as an interceptor sees it
     * @return the writer's own exception
     */
    public static Throwable unwrapped(Exception thrown) {
        boolean wraps = thrown.getClass().getName().equals(WRAPPER) && thrown.getCause() != null;
        return wraps ? thrown.getCause() : thrown;
    }
}
