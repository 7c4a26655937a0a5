// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the application's entity manager that keeps the counters. Exactly one producer has it:
 *
 * <pre>{@code
 * @Produces @QuotaStore @PersistenceContext(unitName = "shop") EntityManager em;
 * }</pre>
 *
 * and the persistence unit lists {@code <mapping-file>META-INF/ration-orm.xml</mapping-file>}.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface QuotaStore {}
