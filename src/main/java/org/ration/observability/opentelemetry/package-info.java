/** Metrics and span events, where the runtime has the API of OpenTelemetry. Not API. */
@NullMarked
package org.ration.observability.opentelemetry;

import org.jspecify.annotations.NullMarked;
