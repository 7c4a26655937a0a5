// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Says which server the tests of a class run on; {@code -Dservers=wildfly,payara6} chooses. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ChosenServers.class)
@interface RunsOn {

    /** The name of the server. */
    String value();

    /** The version of the JDK that it needs; 0 for the one that runs the tests. */
    int jdk() default 0;

    /** What it has not got. */
    Ability[] lacks() default {};
}
