/**
 * Events, the log of refusals, and, where the runtime has the APIs, metrics, span events and a health check. Not API.
 *
 * <p>It is notified as a {@link org.ration.ledger.LedgerListener}. The packages below need more than Jakarta EE;
 * {@code META-INF/beans.xml} excludes their beans where that is missing.
 */
@NullMarked
package org.ration.observability;

import org.jspecify.annotations.NullMarked;
