// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.el.ELException;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaKeyException;

/**
 * Why an expression has no value, carried through the implementation of EL, which can wrap it but not change it.
 * The answer depends on the cause: the caller, whose values do not fit; the declaration, which is defective; or
 * the application, whose exception is passed on.
 */
final class EvaluationFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private enum Blame {
        VALUES,
        DECLARATION,
        APPLICATION
    }

    private final Blame blame;

    private EvaluationFailure(Blame blame, @Nullable String problem, @Nullable Throwable cause) {
        super(problem, cause, false, false);
        this.blame = blame;
    }

    /** A value does not fit the operator, method or index that takes it. */
    static EvaluationFailure unfit() {
        return new EvaluationFailure(Blame.VALUES, "a value does not fit where it is used", null);
    }

    /** The expression asks for what does not exist or may not be read. */
    static EvaluationFailure defect(String problem) {
        return new EvaluationFailure(Blame.DECLARATION, problem, null);
    }

    /** A method or bean of the application throws. */
    static EvaluationFailure ofApplication(Throwable thrown) {
        return new EvaluationFailure(Blame.APPLICATION, null, thrown);
    }

    /** The exception that the application threw within a resolver of EL; else the resolver's own failure. */
    static EvaluationFailure in(RuntimeException thrown, EvaluationFailure ofResolver) {
        Throwable cause = thrown;
        while (cause instanceof ELException || cause instanceof InvocationTargetException) {
            cause = cause.getCause();
        }
        if (cause instanceof EvaluationFailure failure) {
            return failure;
        }
        return cause == null || cause == thrown ? ofResolver : ofApplication(cause);
    }

    /** The exception that says it. Only values of the call can be the caller's. */
    RuntimeException explained(ExpressionText text) {
        if (blame == Blame.APPLICATION && getCause() instanceof RuntimeException applications) {
            return applications;
        }
        if (blame == Blame.VALUES && text.readsCall()) {
            return QuotaKeyException.badRequest(
                    "the quota counts by {" + text.source() + "}, but a value of the request does not fit it");
        }
        String problem = blame == Blame.APPLICATION ? "a method of the application failed" : getMessage();
        return new IllegalStateException(sentence(text, problem), getCause());
    }

    /** Names the expression, and nothing of the call. */
    static String sentence(ExpressionText text, @Nullable String problem) {
        return "the key expression {" + text.source() + "} cannot be evaluated: " + problem;
    }
}
