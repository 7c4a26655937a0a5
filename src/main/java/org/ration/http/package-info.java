/**
 * The JAX-RS edge: gives the parts of the request to the charge, and the decision to the client. Not API.
 *
 * <p>Registered through {@code META-INF/services}, so it is there with any {@code Application}, scanned or listed.
 */
@NullMarked
package org.ration.http;

import org.jspecify.annotations.NullMarked;
