/**
 * Shows quotas in the application's OpenAPI document, where the runtime has MicroProfile OpenAPI. An application that
 * has a filter of its own extends {@link org.ration.openapi.QuotaFilter}.
 */
@NullMarked
package org.ration.openapi;

import org.jspecify.annotations.NullMarked;
