// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ration.QuotaExceededException;
import org.ration.QuotaStoreException;
import org.ration.testkit.InMemoryQuotas;
import org.ration.testkit.QuotaExtension;
import org.ration.testkit.StoreFault;

// tag::testkit
@ExtendWith(QuotaExtension.class)
class MailServiceTest {

    private static final List<String> THOUSAND = Collections.nCopies(1_000, "list@example.com");

    private final MailService mails = new MailService();

    @BeforeEach
    void injectQuotas(InMemoryQuotas quotas) {
        mails.quotas = quotas;
    }

    @Test
    void refusesTheMailAfterTheThousandthUntilTheMonthEnds(InMemoryQuotas quotas) {
        mails.send("bob", THOUSAND);

        assertThat(mails.mailsLeft("bob")).isZero();
        assertThatThrownBy(() -> mails.send("bob", List.of("eve@example.com")))
                .isInstanceOf(QuotaExceededException.class);

        quotas.clock().advance(Duration.ofDays(31));

        mails.send("bob", List.of("eve@example.com"));
    }

    @Test
    void sendsNothingWhileTheCountersAreAway(InMemoryQuotas quotas) {
        quotas.fail(StoreFault.DOWN);

        assertThatThrownBy(() -> mails.send("bob", THOUSAND)).isInstanceOf(QuotaStoreException.class);
    }
}
// end::testkit
