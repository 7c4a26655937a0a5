// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Holds the declarations of a method or class that has several {@link Quota} annotations. Not written by hand. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Quotas {

    /**
     * The declarations, charged all or nothing.
     *
     * @return the declarations in the order in which they are written
     */
    Quota[] value();
}
