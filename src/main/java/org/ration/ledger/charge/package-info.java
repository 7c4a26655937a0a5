/**
 * Executes batches of charges: requests, strategies, results, settings. Not API.
 */
@NullMarked
package org.ration.ledger.charge;

import org.jspecify.annotations.NullMarked;
