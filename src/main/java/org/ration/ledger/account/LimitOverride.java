package org.ration.ledger.account;

import java.time.Instant;
import java.util.Optional;

/**
 * An operator's limit.
 *
 * @param limit the units of one window
 * @param until from when it is no longer in force; empty for no end
 * @param by who set it
 * @param reason why
 */
public record LimitOverride(long limit, Optional<Instant> until, String by, String reason) {}
