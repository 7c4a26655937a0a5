// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.ration.container.EarlyCallers;
import org.ration.testing.Deployed;

/** Who starts the application: the callbacks of its startup beans. */
@Deployed
class EarlyCallersCdiTest {

    @Inject
    Own own;

    @Inject
    Heir heir;

    @Inject
    Other other;

    @Dependent
    @Startup
    static class Own {

        private boolean starting;

        @PostConstruct
        void start() {
            starting = EarlyCallers.isStarting();
        }

        boolean later() {
            return EarlyCallers.isStarting();
        }
    }

    static class Ancestor {

        private boolean starting;

        @PostConstruct
        void begin() {
            starting = EarlyCallers.isStarting();
        }

        boolean later() {
            return EarlyCallers.isStarting();
        }
    }

    static class Parent extends Ancestor {}

    @Dependent
    @Startup
    static class Heir extends Parent {}

    @Dependent
    static class Other {

        private boolean starting;

        @PostConstruct
        void start() {
            starting = EarlyCallers.isStarting();
        }
    }

    @Test
    void aStartupBeanStartsIt() {
        assertThat(own.starting).isTrue();
        assertThat(own.later()).isFalse();
    }

    @Test
    void soDoesAnInheritedCallback() {
        Ancestor ancestor = heir;

        assertThat(ancestor.starting).isTrue();
        assertThat(heir.later()).isFalse();
    }

    @Test
    void anotherBeanDoesNot() {
        assertThat(other.starting).isFalse();
    }
}
