// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Instant;
import org.ration.QuotaThresholdCrossed;
import org.ration.admin.QuotaAdministration;

/** Warns customers before they are refused. */
// tag::signal
@ApplicationScoped
public class UsageWarning {

    @Inject
    QuotaAdministration administration;

    @Inject
    Postman postman;

    void warn(@ObservesAsync QuotaThresholdCrossed crossed) {
        administration
                .account(crossed.account())
                .ifPresent(found -> postman.write(found.account().usage().key(), crossed.percent(), crossed.resetAt()));
    }
}
// end::signal

/** Writes to customers. */
interface Postman {

    void write(String key, int percentUsed, Instant resetAt);
}
