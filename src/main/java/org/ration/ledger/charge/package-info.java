/**
 * Executes batches of charges: requests, the single statement, the batch whose rows are locked, results, settings. Not
 * API.
 */
@NullMarked
package org.ration.ledger.charge;

import org.jspecify.annotations.NullMarked;
