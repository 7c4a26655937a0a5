/**
 * Work in transactions: one run, the retry loop around it, what a failure means. Not API.
 */
@NullMarked
package org.ration.ledger.transaction;

import org.jspecify.annotations.NullMarked;
