/** Limits repeated log lines. Knows nothing of quotas. Not API. */
@NullMarked
package org.ration.log;

import org.jspecify.annotations.NullMarked;
