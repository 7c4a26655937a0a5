package org.ration.ledger.account;

/** An act that accounts, as they stand, do not allow. Nothing has changed. */
public class AdminActionRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such account. */
        NO_ACCOUNT,
        /** Another act came in between. */
        ADJUSTED_MEANWHILE,
        /** No window is open that the act could change. */
        NO_OPEN_WINDOW,
        /** A count would be negative. */
        BELOW_ZERO,
        /** A count would be larger than any limit can be. */
        TOO_MUCH,
        /** More accounts would change than was agreed to. */
        MORE_THAN_CONFIRMED
    }

    /** Why. */
    private final Reason reason;

    public AdminActionRefused(Reason reason) {
        super("refused: " + reason, null, false, false);
        this.reason = reason;
    }

    /**
     * Why it was refused.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
