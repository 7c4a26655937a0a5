// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** Payara Micro 6. */
@RunsOn(
        value = "payara6",
        lacks = {Ability.CDI_MAKES_SUB_RESOURCES, Ability.MESSAGING, Ability.SOAP, Ability.STARTS_AFTER_REFUSALS})
class PayaraMicro6IT extends ServerTests {

    @Override
    TestServer start(Jdk jdk, WebArchive... applications) {
        return PayaraMicro.start(applications);
    }
}
