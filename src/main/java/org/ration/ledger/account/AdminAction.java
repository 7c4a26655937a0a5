package org.ration.ledger.account;

/** What can be done to accounts, other than charging them. The tables have the names, which never change. */
public enum AdminAction {
    /** The account was made before its first charge. */
    PREPARED,
    /** An override was set. */
    OVERRIDE_SET,
    /** The override was taken away. */
    OVERRIDE_CLEARED,
    /** Extra units were granted, or taken back. */
    GRANTED,
    /** What is used was corrected. */
    CORRECTED,
    /** What is used was set to 0. */
    RESET,
    /** A key was erased. */
    ERASED,
    /** Idle accounts were removed. */
    PURGED
}
