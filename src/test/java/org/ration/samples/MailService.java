// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaUsage;

/** Counting from code. */
@ApplicationScoped
public class MailService {

    // tag::code
    static final QuotaPolicy MAILS = QuotaPolicy.of(1_000, QuotaPeriod.MONTH).withScope("mails");

    @Inject
    QuotaRegistry quotas;

    public void send(String user, List<String> recipients) {
        quotas.consume(quotas.key("user", user), MAILS, recipients.size()).orThrow();
        // the units are taken: send the mails
    }

    public long mailsLeft(String user) {
        return quotas.usage(quotas.key("user", user), MAILS).remaining();
    }
    // end::code

    // tag::several
    public boolean sendForTeam(String user, String team) {
        QuotaDecision decision = quotas.consume(List.of(
                new QuotaCharge(quotas.key("user", user), MAILS, 1),
                new QuotaCharge(quotas.key("team:{path.team}", team), MAILS.withLimit(20_000), 1)));
        return decision.allowed(); // if not, see decision.violated() and decision.retryAfter()
    }
    // end::several

    // tag::look
    public List<QuotaUsage> everythingCountedFor(String user) {
        return quotas.usage(quotas.key("user", user));
    }

    public boolean wouldFit(String user, int mails) {
        return quotas.check(quotas.key("user", user), MAILS, mails).allowed();
    }

    public void forgive(String user) {
        quotas.reset(quotas.key("user", user), MAILS);
    }
    // end::look
}
