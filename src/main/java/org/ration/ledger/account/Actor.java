package org.ration.ledger.account;

/**
 * Who acts, and why.
 *
 * @param by the operator's name
 * @param reason the reason; may be empty
 */
public record Actor(String by, String reason) {

    /** What the application does by its own code. */
    public static final Actor BY_THE_APPLICATION = new Actor("application", "");
}
