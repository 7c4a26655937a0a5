// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AccountRules;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.ledger.sql.Shards;

/** Hands the ledger its part of the settings, and the clock. */
@ApplicationScoped
public class LedgerConfiguration {

    @Produces
    @Singleton
    LedgerSettings ledgerSettings(Deployment deployment, ApplicationClock clock) {
        Settings settings = deployment.settings();
        return new LedgerSettings(
                clock.clock(),
                clock.isSystem(),
                settings.connections(),
                settings.timeout(),
                settings.waiting(),
                new AccountRules(settings.maxHolds(), settings.thresholds()),
                new TableSettings(
                        settings.createsSchema(),
                        settings.fingerprint().checkValue(),
                        new AccountIds(settings.namespace()),
                        settings.retention(),
                        new Shards(settings.shards())),
                settings.zone());
    }
}
