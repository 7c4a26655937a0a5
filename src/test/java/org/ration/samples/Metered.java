// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.ration.Quota;

// tag::stereotype
@Stereotype
@Quota(key = "user", limit = 10_000)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Metered {}
// end::stereotype
