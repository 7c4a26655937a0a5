// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;

/** On Payara Micro. */
@RunsOn("payara6")
class OutsideJaxRsOnPayaraIT extends OutsideJaxRsTests {

    @Override
    TestServer start(WebArchive... applications) {
        return PayaraMicro.start(applications);
    }
}
