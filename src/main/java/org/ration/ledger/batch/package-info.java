/**
 * Shares transactions between requests that arrive at the same time. Knows neither SQL nor the container nor the
 * counting rules. Not API.
 */
@NullMarked
package org.ration.ledger.batch;

import org.jspecify.annotations.NullMarked;
