// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

// tag::burst-binding
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
public @interface Burst {}
// end::burst-binding
