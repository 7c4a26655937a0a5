/**
 * Shows quotas in the application's OpenAPI document, where the runtime has MicroProfile OpenAPI. Not API, but for
 * the one name that an application may have to write down.
 */
@NullMarked
package org.ration.openapi;

import org.jspecify.annotations.NullMarked;
