/** The health check, where the runtime has MicroProfile Health. Not API. */
@NullMarked
package org.ration.observability.health;

import org.jspecify.annotations.NullMarked;
