/** Metrics, where the runtime has MicroProfile Metrics. Not API. */
@NullMarked
package org.ration.observability.metrics;

import org.jspecify.annotations.NullMarked;
