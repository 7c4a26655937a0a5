/**
 * The counting rules: accounts, their windows, what becomes of a charge, the acts of operators and their audit. No SQL,
 * no container. Not API.
 */
@NullMarked
package org.ration.ledger.account;

import org.jspecify.annotations.NullMarked;
