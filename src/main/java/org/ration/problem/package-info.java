// SPDX-License-Identifier: Apache-2.0
/** The form of problem bodies. Knows nothing of quotas. Not API. */
@NullMarked
package org.ration.problem;

import org.jspecify.annotations.NullMarked;
