// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.nio.file.Path;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** Payara Micro 7: Jakarta EE 11, on a JDK 25. */
@RunsOn(
        value = "payara7",
        jdk = 25,
        lacks = {Ability.CDI_MAKES_SUB_RESOURCES, Ability.MESSAGING, Ability.SOAP, Ability.STARTS_AFTER_REFUSALS})
class PayaraMicro7IT extends ServerTests {

    @Override
    TestServer start(Jdk jdk, WebArchive... applications) {
        return PayaraMicro.start(jdk, Path.of("target", "servers", "payara-micro-7.jar"), applications);
    }
}
