/**
 * All that knows the container: new transactions, how they end, how a connection is obtained, what a failure means. Not
 * API.
 */
@NullMarked
package org.ration.ledger.transaction;

import org.jspecify.annotations.NullMarked;
