// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.transaction;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.container.RollbackSignal;
import org.ration.ledger.sql.Dialects;

/**
 * The meaning of a failure, read from SQL states and vendor codes, through whatever containers and providers have
 * wrapped around them.
 *
 * <ul>
 *   <li>Before the work was done, nothing has been charged, whatever happened.
 *   <li>After it the commit has failed, and the outcome is unknown, unless the database itself answered that it rolled
 *       back.
 * </ul>
 */
public final class SqlFailures {

    private static final String H2_SCHEMA_UNKNOWN = "90079";

    private SqlFailures() {}

    /** Whether the database rolled back for the sake of another transaction, so that trying again is right. */
    static boolean retryable(Throwable failure) {
        return anySql(failure, fault -> Dialects.any(dialect -> dialect.lostToAnother(fault)))
                && !anySql(failure, SqlFailures::connectionLost);
    }

    /** Whether a row was there already, or another constraint was violated. */
    public static boolean constraintViolated(Throwable failure) {
        return anySql(failure, fault -> state(fault).startsWith("23")) && !anySql(failure, SqlFailures::connectionLost);
    }

    /** Whether others had added a row, or have locked one, or were preferred by the database. */
    static boolean lostToOthers(Throwable failure) {
        return (constraintViolated(failure) || retryable(failure) || lockTimedOut(failure))
                && !anySql(failure, SqlFailures::connectionLost);
    }

    /** Whether a statement has waited too long for a lock. */
    static boolean lockTimedOut(Throwable failure) {
        return anySql(failure, fault -> Dialects.any(dialect -> dialect.lockTimedOut(fault)));
    }

    /** Whether the database does not know a table or column, or a schema, for which H2 has a code of its own. */
    public static boolean tableUnknown(Throwable failure) {
        return anySql(
                failure, fault -> state(fault).startsWith("42") || state(fault).equals(H2_SCHEMA_UNKNOWN));
    }

    /** The exception for the caller; one that the work itself has thrown stays what it is. */
    public static QuotaStoreException exception(Exception failure, boolean bodyDone) {
        if (failure instanceof RollbackSignal && failure.getCause() instanceof QuotaStoreException own) {
            return own;
        }
        if (outcomeUnknown(failure, bodyDone)) {
            return unknown(failure);
        }
        return QuotaStoreException.notCharged(
                (lockTimedOut(failure)
                                ? "the database did not answer in time; perhaps another session keeps a row locked"
                                : "the database could not charge")
                        + "; nothing has been charged (" + summary(failure) + ")",
                failure);
    }

    /** The exception for a caller whose work was done when the commit failed. */
    static QuotaStoreException unknown(Exception failure) {
        return QuotaStoreException.unknown(
                "the reply to a commit was lost; the charge may have been made or not (" + summary(failure) + ")",
                failure);
    }

    private static boolean outcomeUnknown(Exception failure, boolean bodyDone) {
        return bodyDone && !retryable(failure) && !constraintViolated(failure);
    }

    private static boolean connectionLost(SQLException fault) {
        return state(fault).startsWith("08") || state(fault).equals("40003");
    }

    private static String state(SQLException fault) {
        return fault.getSQLState() == null ? "" : fault.getSQLState();
    }

    /** No message of the database: it may quote values. */
    private static String summary(Throwable failure) {
        StringBuilder summary = new StringBuilder();
        anySql(failure, fault -> {
            summary.append("SQL state ")
                    .append(fault.getSQLState())
                    .append(", code ")
                    .append(fault.getErrorCode());
            return true;
        });
        return summary.isEmpty() ? failure.getClass().getName() : summary.toString();
    }

    private static boolean anySql(Throwable failure, Predicate<SQLException> test) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> next = new ArrayDeque<>(Set.of(failure));
        while (!next.isEmpty()) {
            Throwable fault = next.pop();
            if (!seen.add(fault)) {
                continue;
            }
            if (fault instanceof SQLException sql && test.test(sql)) {
                return true;
            }
            pushCauses(next, fault);
        }
        return false;
    }

    private static void pushCauses(Deque<Throwable> next, Throwable fault) {
        push(next, fault.getCause());
        for (Throwable suppressed : fault.getSuppressed()) {
            push(next, suppressed);
        }
        if (fault instanceof SQLException sql) {
            push(next, sql.getNextException());
        }
    }

    private static void push(Deque<Throwable> next, @Nullable Throwable fault) {
        if (fault != null) {
            next.push(fault);
        }
    }
}
