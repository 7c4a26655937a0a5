package org.ration.key;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.ExpressionFactory;
import jakarta.el.FunctionMapper;
import jakarta.el.ValueExpression;
import jakarta.el.VariableMapper;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;

/**
 * Compiles and evaluates checked expressions with the server's implementation of Jakarta Expression Language. There are
 * no functions and no variables; names are told by {@link CallResolver}.
 */
final class Expressions {

    private final ExpressionFactory factory = ExpressionFactory.newInstance();
    private final ELResolver resolver;

    Expressions(CallResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Compiles a checked expression.
     *
     * @throws IllegalArgumentException if its grammar is wrong
     */
    ValueExpression compile(ExpressionText text) {
        try {
            return factory.createValueExpression(new Context(), "#{" + text.evaluated() + "}", Object.class);
        } catch (ELException e) {
            throw new IllegalArgumentException(
                    "{" + text.source() + "} is no expression of Jakarta Expression Language", e);
        }
    }

    /**
     * The text of an expression for a call; empty if missing.
     *
     * @throws IllegalStateException if the expression is defective
     * @throws RuntimeException what a method of the application throws
     */
    Optional<String> evaluate(ExpressionText text, ValueExpression expression, QuotaCall call) {
        Context context = new Context();
        context.putContext(QuotaCall.class, call);
        try {
            return KeyText.of(expression.getValue(context));
        } catch (ELException e) {
            throw thrownByApplication(e).orElseGet(() -> defect(text, e));
        } catch (IllegalArgumentException e) {
            throw defect(text, e);
        }
    }

    /** Implementations of EL wrap what a method throws, once or twice. */
    private static Optional<RuntimeException> thrownByApplication(ELException e) {
        Throwable cause = e;
        while (cause instanceof ELException || cause instanceof InvocationTargetException) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException applications ? Optional.of(applications) : Optional.empty();
    }

    private static IllegalStateException defect(ExpressionText text, RuntimeException e) {
        return new IllegalStateException(
                "the key expression {" + text.source() + "} cannot be evaluated: " + e.getMessage(), e);
    }

    private final class Context extends ELContext {

        Context() {
            putContext(ExpressionFactory.class, factory);
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
