// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.ExpressionFactory;
import jakarta.el.FunctionMapper;
import jakarta.el.ValueExpression;
import jakarta.el.VariableMapper;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;
import org.ration.QuotaKeyException;

/**
 * Compiles and evaluates checked expressions with the server's implementation of Jakarta Expression Language. There are
 * no functions and no variables; {@link CallResolver} resolves names.
 */
final class Expressions {

    private final Supplier<ExpressionFactory> factory = factory();
    private final ELResolver resolver;

    Expressions(CallResolver resolver) {
        this.resolver = resolver;
    }

    /** Looked for in the thread that deploys; missed by a template alone, since unit tests without any need none. */
    private static Supplier<ExpressionFactory> factory() {
        try {
            ExpressionFactory found = ExpressionFactory.newInstance();
            return () -> found;
        } catch (ELException missing) {
            return () -> {
                throw new IllegalStateException(
                        "templates need an implementation of Jakarta Expression Language on the class path;"
                                + " a unit test may use org.glassfish.expressly:expressly",
                        missing);
            };
        }
    }

    /**
     * Compiles a checked expression.
     *
     * @throws IllegalArgumentException if its grammar is wrong
     */
    ValueExpression compile(ExpressionText text) {
        try {
            return factory.get().createValueExpression(new Context(), "#{" + text.evaluated() + "}", Object.class);
        } catch (ELException e) {
            throw new IllegalArgumentException(
                    "{" + text.source() + "} is not an expression of Jakarta Expression Language", e);
        }
    }

    /**
     * The text of an expression for a call; empty if missing.
     *
     * <p>EL puts the values that it cannot take into its messages, and they may be a request's: none of its messages is
     * passed on.
     *
     * @throws org.ration.QuotaKeyException if a value of the call does not fit an operator, a method or an index
     * @throws IllegalStateException if the expression is defective
     * @throws RuntimeException what a method of the application throws
     */
    Optional<String> evaluate(ExpressionText text, ValueExpression expression, QuotaCall call) {
        Object value;
        try {
            value = expression.getValue(new Context(text, call));
        } catch (RuntimeException e) {
            throw explained(text, e);
        }
        try {
            return KeyText.of(value);
        } catch (IllegalArgumentException e) {
            throw defect(text, e.getMessage());
        }
    }

    /** Implementations of EL wrap what a resolver throws, or do not. */
    private static RuntimeException explained(ExpressionText text, RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EvaluationFailure failure) {
                return failure.explained(text);
            }
            if (cause instanceof QuotaKeyException missing) {
                return missing;
            }
        }
        return EvaluationFailure.unfit().explained(text);
    }

    private static IllegalStateException defect(ExpressionText text, String problem) {
        return new IllegalStateException(EvaluationFailure.sentence(text, problem));
    }

    private final class Context extends ELContext {

        Context() {
            putContext(ExpressionFactory.class, factory.get());
        }

        Context(ExpressionText text, QuotaCall call) {
            this();
            putContext(ExpressionText.class, text);
            putContext(QuotaCall.class, call);
        }

        /** Of the arguments of methods, to distinguish a misfit from an exception of the method. */
        @Override
        public <T> T convertToType(@Nullable Object value, Class<T> type) {
            try {
                return super.convertToType(value, type);
            } catch (ELException | IllegalArgumentException e) {
                throw EvaluationFailure.unfit();
            }
        }

        @Override
        public ELResolver getELResolver() {
            return resolver;
        }

        @Override
        public @Nullable FunctionMapper getFunctionMapper() {
            return null;
        }

        @Override
        public @Nullable VariableMapper getVariableMapper() {
            return null;
        }
    }
}
