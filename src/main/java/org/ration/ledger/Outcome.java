package org.ration.ledger;

/**
 * What a piece of work ends with.
 *
 * @param answer its answer
 * @param changed whether there is something to commit; if not, the transaction ends in a rollback, which costs no flush
 * @param <T> the answer's type
 */
record Outcome<T>(T answer, boolean changed) {

    static <T> Outcome<T> changed(T answer) {
        return new Outcome<>(answer, true);
    }

    static <T> Outcome<T> unchanged(T answer) {
        return new Outcome<>(answer, false);
    }
}
