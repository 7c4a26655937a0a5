// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Providers;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaConflictException;
import org.ration.QuotaExceededException;
import org.ration.QuotaKeyException;
import org.ration.QuotaStoreException;

/**
 * Answers an exception of Ration's with its own response, unless the application has a mapper that takes it. Needed
 * because servers log what no mapper takes: RESTEasy 6.2.15 writes an ERROR with the stack for each refusal, Open
 * Liberty 26.0.0.3 with mpMetrics a WARNING and a header of the response with the exception in it. {@code LogContract}
 * fails without it.
 *
 * <p>An application's mapper of the same type goes before these, as their priority is the lowest; its more general
 * mapper is handed the exception.
 *
 * @param <E> the exception
 */
abstract class AnswerMapper<E extends WebApplicationException> implements ExceptionMapper<E> {

    private final Providers providers;

    AnswerMapper(Providers providers) {
        this.providers = providers;
    }

    @Override
    public final Response toResponse(E exception) {
        ExceptionMapper<WebApplicationException> general = providers.getExceptionMapper(WebApplicationException.class);
        return general != null && isOfApplication(general.getClass())
                ? general.toResponse(exception)
                : exception.getResponse();
    }

    /** Whether the application brought a class, rather than the server. */
    static boolean isOfApplication(Class<?> type) {
        ClassLoader ours = AnswerMapper.class.getClassLoader();
        return isBelow(ours, type.getClassLoader());
    }

    /**
     * Ration may be in a library that several modules of an application share: their class loaders are below its own.
     */
    private static boolean isBelow(ClassLoader ours, @Nullable ClassLoader loader) {
        return loader == ours || loader != null && isBelow(ours, loader.getParent());
    }

    /** For refused charges. */
    @Priority(Integer.MAX_VALUE)
    public static final class OfRefusals extends AnswerMapper<QuotaExceededException> {

        /**
         * For JAX-RS.
         *
         * @param providers the application's providers
         */
        public OfRefusals(@Context Providers providers) {
            super(providers);
        }
    }

    /** For calls whose key is missing. */
    @Priority(Integer.MAX_VALUE)
    public static final class OfMissingKeys extends AnswerMapper<QuotaKeyException> {

        /**
         * For JAX-RS.
         *
         * @param providers the application's providers
         */
        public OfMissingKeys(@Context Providers providers) {
            super(providers);
        }
    }

    /** For ids that stand for other charges. */
    @Priority(Integer.MAX_VALUE)
    public static final class OfConflicts extends AnswerMapper<QuotaConflictException> {

        /**
         * For JAX-RS.
         *
         * @param providers the application's providers
         */
        public OfConflicts(@Context Providers providers) {
            super(providers);
        }
    }

    /** For a store that could not answer. */
    @Priority(Integer.MAX_VALUE)
    public static final class OfStoreTrouble extends AnswerMapper<QuotaStoreException> {

        /**
         * For JAX-RS.
         *
         * @param providers the application's providers
         */
        public OfStoreTrouble(@Context Providers providers) {
            super(providers);
        }
    }
}
