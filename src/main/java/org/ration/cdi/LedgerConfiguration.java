package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.ration.admin.web.AdminSettings;
import org.ration.ledger.charge.LedgerSettings;

/** Hands the ledger its part of the settings, and the clock, and the administration its own. */
@ApplicationScoped
public class LedgerConfiguration {

    @Produces
    @Singleton
    LedgerSettings ledgerSettings(RationExtension ration, ApplicationClock clock) {
        Settings settings = ration.settings();
        return new LedgerSettings(
                clock.clock(),
                clock.isSystem(),
                settings.connections(),
                settings.timeout(),
                settings.createsSchema(),
                settings.fingerprint().checkValue());
    }

    @Produces
    @Singleton
    AdminSettings adminSettings(RationExtension ration) {
        return ration.settings().admin();
    }
}
