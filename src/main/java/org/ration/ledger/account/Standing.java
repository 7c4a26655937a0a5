package org.ration.ledger.account;

/** States in which operators look for accounts. */
public enum Standing {
    /** 80 % of the limit in force are used, or more. */
    NEAR,
    /** Nothing remains. */
    EXHAUSTED,
    /** An override is in force. */
    OVERRIDDEN
}
