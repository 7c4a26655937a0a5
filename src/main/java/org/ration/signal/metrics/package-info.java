/** Metrics, where the runtime has MicroProfile Metrics. Not API. */
@NullMarked
package org.ration.signal.metrics;

import org.jspecify.annotations.NullMarked;
