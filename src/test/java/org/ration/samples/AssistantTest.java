// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ration.QuotaUsage;
import org.ration.testkit.InMemoryQuotas;
import org.ration.testkit.QuotaExtension;

@ExtendWith(QuotaExtension.class)
class AssistantTest {

    private final Assistant assistant = new Assistant();

    @BeforeEach
    void injectQuotas(InMemoryQuotas quotas) {
        assistant.quotas = quotas;
    }

    @Test
    void countsTheTokensThatTheModelHasUsed(InMemoryQuotas quotas) {
        assistant.ask("bob", "why?", question -> new Assistant.Answer("therefore", 1_234));

        assertThat(tokens(quotas).used()).isEqualTo(1_234);
        assertThat(tokens(quotas).reserved()).isZero();
    }

    @Test
    void countsNothingIfTheModelFails(InMemoryQuotas quotas) {
        assertThatThrownBy(() -> assistant.ask("bob", "why?", question -> {
                    throw new IllegalStateException("overloaded");
                }))
                .hasMessage("overloaded");

        assertThat(tokens(quotas).used()).isZero();
        assertThat(tokens(quotas).reserved()).isZero();
    }

    @Test
    void chargesAnOrderOnceAndGivesItBack(InMemoryQuotas quotas) {
        assertThat(assistant.order("7", "A-1", 5)).isTrue();
        assertThat(assistant.order("7", "A-1", 5)).isFalse();
        assertThat(items(quotas).used()).isEqualTo(5);

        assistant.cancel("A-1");

        assertThat(items(quotas).used()).isZero();
    }

    private static QuotaUsage tokens(InMemoryQuotas quotas) {
        return quotas.usage(quotas.key("user", "bob"), Assistant.TOKENS);
    }

    private static QuotaUsage items(InMemoryQuotas quotas) {
        return quotas.usage(quotas.key("customer:{path.id}", "7"), Assistant.ITEMS);
    }
}
