// SPDX-License-Identifier: Apache-2.0
/** The form of problem bodies. Used by the HTTP edge and the administration. Not API. */
@NullMarked
package org.ration.problem;

import org.jspecify.annotations.NullMarked;
