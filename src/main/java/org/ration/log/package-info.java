/** Log lines: limits repeated ones, and puts a text into one line. Knows nothing of quotas. Not API. */
@NullMarked
package org.ration.log;

import org.jspecify.annotations.NullMarked;
