package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.ration.ledger.charge.LedgerSettings;

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
                settings.createsSchema(),
                settings.fingerprint().checkValue(),
                settings.zone());
    }
}
