package org.ration.ledger.transaction;

/**
 * What a piece of work ends with.
 *
 * @param answer its answer
 * @param changed whether there is something to commit; if not, the transaction ends in a rollback, which costs no flush
 * @param <T> the answer's type
 */
public record Outcome<T>(T answer, boolean changed) {

    public static <T> Outcome<T> changed(T answer) {
        return new Outcome<>(answer, true);
    }

    public static <T> Outcome<T> unchanged(T answer) {
        return new Outcome<>(answer, false);
    }
}
