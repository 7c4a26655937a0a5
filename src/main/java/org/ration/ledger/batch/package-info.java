/**
 * Shares transactions between requests that arrive at the same time. No SQL, no container, no quotas. Not API.
 */
@NullMarked
package org.ration.ledger.batch;

import org.jspecify.annotations.NullMarked;
