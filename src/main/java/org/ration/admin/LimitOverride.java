package org.ration.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * An operator's limit that is in force in place of the declared one.
 *
 * @param limit the units of one window, or {@link org.ration.QuotaPolicy#UNLIMITED}
 * @param until the first instant at which it is no longer in force; empty for no end
 * @param by who set it
 * @param reason why
 */
public record LimitOverride(long limit, Optional<Instant> until, String by, String reason) {}
