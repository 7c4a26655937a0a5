// SPDX-License-Identifier: Apache-2.0
/** Removes, in passing, what the settings {@code ration.keep-*} do not keep. Not API. */
@NullMarked
package org.ration.ledger.retention;

import org.jspecify.annotations.NullMarked;
