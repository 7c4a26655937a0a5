/** What keeps the log readable. Knows nothing of quotas. Not API. */
@NullMarked
package org.ration.log;

import org.jspecify.annotations.NullMarked;
