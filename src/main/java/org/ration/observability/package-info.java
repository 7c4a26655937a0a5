/**
 * What Ration tells others of its own accord: events, the log of refusals, and, where the runtime has MicroProfile, metrics
 * and a health check. Not API.
 *
 * <p>{@link org.ration.ledger.LedgerListener} is where it hears of things. The packages below need more than Jakarta EE; their beans
 * are left out where that is missing, which {@code META-INF/beans.xml} says.
 */
@NullMarked
package org.ration.observability;

import org.jspecify.annotations.NullMarked;
