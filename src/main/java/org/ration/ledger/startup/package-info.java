/**
 * Checks before the first charge, and the schema scripts. Not API.
 */
@NullMarked
package org.ration.ledger.startup;

import org.jspecify.annotations.NullMarked;
