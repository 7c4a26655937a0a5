/**
 * The JAX-RS edge: tells the charge what the request is, and the client what was decided. Not API.
 *
 * <p>Registered through {@code META-INF/services}, so it is there with any {@code Application}, scanned or listed.
 */
@NullMarked
package org.ration.http;

import org.jspecify.annotations.NullMarked;
