// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ration.OnSuccess;
import org.ration.Quota;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaStoreException;
import org.ration.testing.Database;
import org.ration.testing.Deployment;
import org.ration.testing.Logged;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestStore;

/** {@code ration.mode} and {@code ration.when-store-fails}. */
class ModesCdiTest {

    private static final String HERE = ModesCdiTest.class.getName() + "$";

    private final TestDatabase database = TestDatabase.withTables(Database.H2, 4);

    @AfterEach
    void close() {
        database.close();
    }

    @ApplicationScoped
    static class Shop {

        @Quota(key = "global:tight", limit = 1)
        public String tight() {
            return "done";
        }

        @Quota(key = "global:counted", limit = 1, scope = "counted", block = false)
        public String counted() {
            return "done";
        }

        @Quota(key = "global:tight", limit = 1, cost = 0)
        public String free() {
            return "done";
        }

        @Quota(key = "global:settled", limit = 3, cost = 4, scope = "settled", settleBy = OnSuccess.class)
        public String settled() {
            return "done";
        }

        @Quota(key = "global:running", limit = 1, period = "inflight", scope = "running")
        public String running(Supplier<String> work) {
            return work.get();
        }

        @Quota(key = "header:X-Api-Key", limit = 1, scope = "secret")
        public String secret() {
            return "done";
        }
    }

    // observe

    @Test
    void observeCountsAndNeverRefusesAndLogsWhatWouldBeRefused() {
        deployed("ration.mode=observe", application -> {
            Shop shop = application.select(Shop.class);

            List<String> logged = Logged.by(() -> shop.tight() + shop.tight() + shop.counted() + shop.counted());

            assertThat(database.used("global:tight")).isEqualTo(2);
            assertThat(logged)
                    .containsExactly("INFO observed only: " + HERE
                            + "Shop#tight would be refused, because quota month is at 2" + " of 1");
        });
    }

    @Test
    void observeDoesNotSayThatACallWithoutCostWouldBeRefused() {
        deployed("ration.mode=observe", application -> {
            Shop shop = application.select(Shop.class);
            shop.tight();
            shop.tight();

            assertThat(Logged.by(shop::free)).isEmpty();
        });
    }

    @Test
    void observeLeavesChargesInCodeAsTheyAre() {
        deployed("ration.mode=observe", application -> {
            QuotaRegistry quotas = application.select(QuotaRegistry.class);

            assertThat(quotas.consume("global:code", QuotaPolicy.of(0, QuotaPeriod.DAY))
                            .allowed())
                    .isFalse();
        });
    }

    @Test
    void observeHoldsAndSettlesCallsAndRefusesNone() {
        deployed("ration.mode=observe", application -> {
            Shop shop = application.select(Shop.class);

            List<String> logged = Logged.by(
                    () -> shop.settled() + shop.running(() -> reserved("running") + shop.running(shop::free)));

            assertThat(logged)
                    .containsExactly(
                            "INFO observed only: " + HERE
                                    + "Shop#settled would be refused, because quota settled-month is"
                                    + " at 0 of 3, with 4 held",
                            "INFO observed only: " + HERE + "Shop#running(Supplier) would be refused, because quota"
                                    + " running-inflight is at 0 of 1, with 2 held");
            assertThat(database.used("global:settled")).isEqualTo(4);
            assertThat(reserved("settled") + reserved("running")).isZero();
        });
    }

    // off

    @Test
    void offNeedsNoStoreProducerSecretOrDatabaseAndEveryCallPasses() {
        List<String> logged = Logged.by(() -> {
            try (TestContainer application = Deployment.of(Shop.class)
                    .without(TestStore.class)
                    .with("ration.mode=off")
                    .start()) {
                Shop shop = application.select(Shop.class);
                assertThat(List.of(shop.tight(), shop.tight(), shop.counted(), shop.secret()))
                        .containsOnly("done");
            }
            return null;
        });

        assertThat(logged).isEmpty();
    }

    @Test
    void offCountsNothing() {
        deployed("ration.mode=off", application -> {
            Shop shop = application.select(Shop.class);
            shop.tight();
            shop.tight();
            shop.settled();
            assertThat(shop.running(() -> shop.running(shop::settled))).isEqualTo("done");

            assertThat(database.number("select count(*) from ration_account")).isZero();
            assertThat(database.number("select count(*) from ration_receipt")).isZero();
        });
    }

    @Test
    void offTheRegistryAllowsEverythingAndTouchesNoDatabase() {
        QuotaPolicy policy = QuotaPolicy.of(1, QuotaPeriod.DAY);
        try (TestContainer application =
                Deployment.of().without(TestStore.class).with("ration.mode=off").start()) {
            QuotaRegistry quotas = application.select(QuotaRegistry.class);

            QuotaDecision decision = quotas.consume("user:42", policy, 5);

            assertThat(decision.allowed()).isTrue();
            assertThat(decision.usage().used()).isZero();
            assertThat(decision.decidedAt()).isEqualTo(TestClock.START);
            assertThat(quotas.check("user:42", policy, 5).allowed()).isTrue();
            assertThat(quotas.usage("user:42", policy).remaining()).isEqualTo(1);
            assertThat(quotas.usage("user:42")).isEmpty();
            assertThat(quotas.reset("user:42")).isZero();
            assertThat(quotas.reset("user:42", policy)).isFalse();
            assertThat(quotas.key("user", "42")).isEqualTo("user:42");
            assertThatThrownBy(() -> quotas.consume("", policy)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void offStillRefusesIllegalDeclarations() {
        assertThat(Deployment.of(Illegal.class).with("ration.mode=off").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("RATION-014 "));
    }

    static class Illegal {
        @Quota(key = "user", limit = -1)
        public void run() {}
    }

    // a store that fails

    @Test
    void aStoreThatFailsRefusesCallsWithoutRunningThem() {
        deployed("ration.when-store-fails=refuse", application -> {
            database.execute("alter table ration_account rename to elsewhere");
            Shop shop = application.select(Shop.class);

            List<String> logged = Logged.by(() -> {
                QuotaStoreException fault = catchThrowableOfType(QuotaStoreException.class, shop::tight);
                assertThat(fault.getResponse().getStatus()).isEqualTo(503);
                assertThat(fault.outcomeUnknown()).isFalse();
                return null;
            });

            assertThat(logged).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("WARNING " + HERE + "Shop#tight is refused with 503: ")
                    .as("no stack is logged with it")
                    .doesNotContain(" | "));
        });
    }

    @Test
    void callsWhoseQuotasDoNotBlockPassAStoreThatFails() {
        deployed("ration.when-store-fails=refuse", application -> {
            database.execute("alter table ration_account rename to elsewhere");
            Shop shop = application.select(Shop.class);

            List<String> logged = Logged.by(() -> {
                assertThat(shop.counted()).isEqualTo("done");
                return null;
            });

            assertThat(logged).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("WARNING " + HERE + "Shop#counted passes uncounted: "));
        });
    }

    @Test
    void passLetsCallsPassUncountedAndLogsItAndChargingRecovers() {
        deployed("ration.when-store-fails=pass", application -> {
            database.execute("alter table ration_account rename to elsewhere");
            Shop shop = application.select(Shop.class);

            List<String> logged = Logged.by(() -> {
                assertThat(shop.tight()).isEqualTo("done");
                assertThat(shop.tight()).isEqualTo("done");
                return null;
            });

            assertThat(logged).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .startsWith("WARNING " + HERE + "Shop#tight passes uncounted: "));
            database.execute("alter table elsewhere rename to ration_account");
            assertThat(shop.tight()).isEqualTo("done");
            assertThatThrownBy(shop::tight).isInstanceOf(QuotaExceededException.class);
            assertThat(database.used("global:tight")).isEqualTo(1);
        });
    }

    @Test
    void passLetsCallsPassThatHoldNothing() {
        deployed("ration.when-store-fails=pass", application -> {
            database.execute("alter table ration_account rename to elsewhere");
            Shop shop = application.select(Shop.class);

            List<String> logged = Logged.by(() -> shop.settled() + shop.running(() -> shop.running(shop::free)));

            assertThat(logged).isNotEmpty().allSatisfy(line -> assertThat(line).contains(" passes uncounted: "));
            database.execute("alter table elsewhere rename to ration_account");
            assertThat(database.number("select count(*) from ration_receipt")).isZero();
            assertThat(shop.running(() -> "done")).isEqualTo("done");
            assertThat(reserved("running")).isZero();
        });
    }

    @Test
    void passLetsACallPassWhoseHoldCannotBeGivenBackUntilItExpires() {
        deployed("ration.when-store-fails=pass", application -> {
            Shop shop = application.select(Shop.class);

            List<String> logged = Logged.by(() -> shop.running(() -> {
                database.execute("alter table ration_account rename to elsewhere");
                return "done";
            }));

            database.execute("alter table elsewhere rename to ration_account");
            assertThat(logged).isNotEmpty();
            assertThat(reserved("running")).isEqualTo(1);
            application.select(TestClock.class).move(Duration.ofMinutes(15));
            assertThat(shop.running(() -> "done")).isEqualTo("done");
            assertThat(reserved("running")).isZero();
        });
    }

    @Test
    void aFloodOfCallsDoesNotFloodTheLogWhileTheStoreFails() {
        deployed("ration.when-store-fails=pass", application -> {
            database.execute("alter table ration_account rename to elsewhere");
            Shop shop = application.select(Shop.class);
            long begin = System.nanoTime();

            List<String> logged = Logged.by(() -> {
                for (int i = 0; i < 100; i++) {
                    shop.tight();
                }
                return null;
            });

            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            assertThat(logged).hasSizeBetween(1, (int) seconds + 1);
            assertThat(logged.get(0)).doesNotContain("more since the last line");
        });
    }

    @Test
    void doesNotSayThatACallPassesUncountedWhereNobodyKnows() {
        deployed("ration.when-store-fails=pass", application -> {
            Shop shop = application.select(Shop.class);
            shop.counted();

            List<String> logged = Logged.by(() -> {
                database.wire().loseNextAnswer();
                return shop.counted();
            });

            assertThat(logged).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("WARNING " + HERE + "Shop#counted passes, counted or not: "));
            assertThat(database.used("global:counted")).isEqualTo(2);
        });
    }

    @Test
    void passIsForCallsAndNotForChargesInCode() {
        deployed("ration.when-store-fails=pass", application -> {
            database.execute("alter table ration_account rename to elsewhere");
            QuotaRegistry quotas = application.select(QuotaRegistry.class);

            assertThatThrownBy(() -> quotas.consume("user:42", QuotaPolicy.of(1, QuotaPeriod.DAY)))
                    .isInstanceOf(QuotaStoreException.class);
        });
    }

    private long reserved(String scope) {
        return database.number("select coalesce(sum(reserved), 0) from ration_account where scope = ?", scope);
    }

    private void deployed(String setting, Consumer<TestContainer> test) {
        try (TestContainer application = Deployment.on(database, Shop.class)
                .with(setting, "ration.secret=0123456789abcdef")
                .start()) {
            test.accept(application);
        }
    }
}
