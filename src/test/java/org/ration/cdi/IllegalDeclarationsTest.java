// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.PathParam;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCost;
import org.ration.QuotaExceededHandler;
import org.ration.QuotaKey;
import org.ration.QuotaLimit;
import org.ration.testing.Deployment;

/**
 * Each illegal member of {@code @Quota} stops the deployment with a sentence that names place, member, value and
 * remedy.
 */
class IllegalDeclarationsTest {

    private static final String HERE = IllegalDeclarationsTest.class.getName() + "$";

    // key and keyBy

    static class NoKey {
        @Quota(limit = 1)
        public void run() {}
    }

    @Test
    void refusesAQuotaWithoutKey() {
        assertThat(Deployment.of(NoKey.class).problems())
                .containsExactly("RATION-010 @Quota on " + HERE
                        + "NoKey#run has neither key nor keyBy; give one of them, such as key = \"user\".");
    }

    public static class MyKey implements QuotaKey {
        @Override
        public String keyFor(QuotaCall call) {
            return "my:key";
        }
    }

    static class TwoKeys {
        @Quota(key = "user", keyBy = MyKey.class, limit = 1)
        public void run(String order, int number) {}
    }

    @Test
    void refusesAQuotaWithTwoKeys() {
        assertThat(Deployment.of(TwoKeys.class).problems())
                .containsExactly("RATION-010 @Quota on " + HERE
                        + "TwoKeys#run(String, int) has both key and keyBy; give one of them, such as key = \"user\".");
    }

    static class Misspelt {
        @Quota(key = "usr", limit = 1)
        public void run() {}
    }

    @Test
    void refusesAMisspeltKeyFormAndNamesTheNearest() {
        assertThat(Deployment.of(Misspelt.class).problems())
                .containsExactly("RATION-011 @Quota.key on " + HERE + "Misspelt#run: key is \"usr\": there is no such"
                        + " form; nearest is \"user\" (legal are user, ip, user_or_ip, header:NAME, param:NAME,"
                        + " path:NAME, global, global:NAME, or a template such as org:{path.org}).");
    }

    static class UnknownName {
        @Quota(key = "org:{nobody.name}", limit = 1)
        public void run() {}
    }

    @Test
    void refusesAnUnknownNameInBraces() {
        assertThat(Deployment.of(UnknownName.class).problems()).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("RATION-011 @Quota.key on " + HERE + "UnknownName#run: key is \"org:{nobody.name}\": ")
                .contains("nobody"));
    }

    static class Credential {
        @Quota(key = "api:{header['Authorization']}", limit = 1)
        public void run() {}
    }

    @Test
    void refusesACredentialOutsideSecret() {
        assertThat(Deployment.of(Credential.class).problems()).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("RATION-011 @Quota.key on " + HERE + "Credential#run: ")
                .contains("secret("));
    }

    // numbers

    static class NegativeCost {
        @Quota(key = "user", limit = 1, cost = -1)
        public void run() {}
    }

    static class GreatCost {
        @Quota(key = "user", limit = 1, cost = 1_000_000_000_000_000L)
        public void run() {}
    }

    @Test
    void refusesCostsOutOfRange() {
        assertThat(Deployment.of(NegativeCost.class, GreatCost.class).problems())
                .containsExactly(
                        "RATION-012 @Quota.cost on " + HERE
                                + "GreatCost#run is 1000000000000000; use 0 to 999999999999999.",
                        "RATION-012 @Quota.cost on " + HERE + "NegativeCost#run is -1; use 0 or more.");
    }

    public static class MyCost implements QuotaCost {
        @Override
        public long costOf(QuotaCall call) {
            return 1;
        }
    }

    static class TwoCosts {
        @Quota(key = "user", limit = 1, cost = 2, costBy = MyCost.class)
        public void run() {}
    }

    @Test
    void refusesACostBesideCostBy() {
        assertThat(Deployment.of(TwoCosts.class).problems())
                .containsExactly(
                        "RATION-013 @Quota on " + HERE + "TwoCosts#run has cost 2 and costBy; give one of them.");
    }

    static class NegativeLimit {
        @Quota(key = "user", limit = -5)
        public void run() {}
    }

    static class GreatLimit {
        @Quota(key = "user", limit = 1_000_000_000_000_000L)
        public void run() {}
    }

    @Test
    void refusesLimitsOutOfRange() {
        assertThat(Deployment.of(NegativeLimit.class, GreatLimit.class).problems())
                .containsExactly(
                        "RATION-014 @Quota.limit on " + HERE + "GreatLimit#run: limit is 1000000000000000; use 0 to"
                                + " 999999999999999, or Quota.UNLIMITED.",
                        "RATION-014 @Quota.limit on " + HERE + "NegativeLimit#run: limit is -5; use 0 to"
                                + " 999999999999999, or Quota.UNLIMITED.");
    }

    static class GreatestNumbers {
        @Quota(key = "user", limit = 999_999_999_999_999L, cost = 999_999_999_999_999L, scope = "a")
        public void greatest() {}

        @Quota(key = "user", limit = Quota.UNLIMITED, cost = 0, scope = "b")
        public void unlimited() {}

        @Quota(key = "user", limit = 0, scope = "c")
        public void nothing() {}
    }

    @Test
    void takesTheGreatestAndLeastNumbers() {
        assertThat(Deployment.of(GreatestNumbers.class).problems()).isEmpty();
    }

    // period, zone, scope

    static class Periods {
        @Quota(key = "user", limit = 1, period = "Month")
        public void capital() {}

        @Quota(key = "user", limit = 1, period = "0d")
        public void zero() {}

        @Quota(key = "user", limit = 1, period = " 7 d")
        public void spaces() {}

        @Quota(key = "user", limit = 1, period = "1_0d")
        public void underscore() {}

        @Quota(key = "user", limit = 1, period = "")
        public void empty() {}

        @Quota(key = "user", limit = 1, period = "month@32")
        public void day32() {}
    }

    @Test
    void refusesWhatIsNoPeriod() {
        assertThat(Deployment.of(Periods.class).problems()).hasSize(6).allSatisfy(problem -> assertThat(problem)
                .matches("RATION-015 @Quota\\.period on \\Q" + HERE + "Periods\\E#\\w+: period is \".*\";? .*")
                .contains("use "));
    }

    static class Zones {
        @Quota(key = "user", limit = 1, zone = "Berlin")
        public void noZone() {}

        @Quota(key = "user", limit = 1, zone = "+02:00")
        public void offset() {}
    }

    @Test
    void refusesWhatIsNoIanaZone() {
        assertThat(Deployment.of(Zones.class).problems())
                .containsExactly(
                        "RATION-016 @Quota.zone on " + HERE
                                + "Zones#noZone is \"Berlin\"; use an IANA zone such as Europe/Berlin.",
                        "RATION-016 @Quota.zone on " + HERE
                                + "Zones#offset is \"+02:00\"; use an IANA zone such as Europe/Berlin.");
    }

    static class Scopes {
        @Quota(key = "user", limit = 1, scope = "-exports")
        public void hyphen() {}

        @Quota(key = "user", limit = 1, scope = "a b")
        public void space() {}
    }

    @Test
    void refusesWhatIsNoScope() {
        assertThat(Deployment.of(Scopes.class).problems())
                .containsExactly(
                        "RATION-017 @Quota.scope on " + HERE + "Scopes#hyphen: scope is \"-exports\"; use nothing, or 1"
                                + " to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit.",
                        "RATION-017 @Quota.scope on " + HERE + "Scopes#space: scope is \"a b\"; use nothing, or 1 to 64"
                                + " of A-Z a-z 0-9 . _ - beginning with a letter or digit.");
    }

    // callables

    abstract static class AbstractKey implements QuotaKey {}

    static class HiddenLimit implements QuotaLimit {
        @Override
        public OptionalLong limitFor(String key, QuotaCall call) {
            return OptionalLong.empty();
        }
    }

    public static class CostOfSomething implements QuotaCost {

        private final long cost;

        public CostOfSomething(long cost) {
            this.cost = cost;
        }

        @Override
        public long costOf(QuotaCall call) {
            return cost;
        }
    }

    @ApplicationScoped
    static class OneHandler implements Handler {}

    @ApplicationScoped
    static class OtherHandler implements Handler {}

    interface Handler extends QuotaExceededHandler {
        @Override
        default jakarta.ws.rs.core.Response handle(QuotaCall call, org.ration.QuotaDecision decision) {
            return null;
        }
    }

    static class Callers {
        @Quota(
                keyBy = AbstractKey.class,
                limitBy = HiddenLimit.class,
                costBy = CostOfSomething.class,
                onExceeded = Handler.class,
                limit = 1)
        public void run() {}
    }

    @Test
    void refusesCallablesThatCannotBeHadAllAtOnce() {
        String remedy = "; make it one CDI bean, or a public class with a public no-argument constructor.";
        assertThat(Deployment.of(Callers.class, OneHandler.class, OtherHandler.class)
                        .problems())
                .containsExactly(
                        "RATION-018 @Quota.costBy on " + HERE + "Callers#run names " + HERE
                                + "CostOfSomething, which is not a bean and has no public no-argument constructor"
                                + remedy,
                        "RATION-018 @Quota.keyBy on " + HERE + "Callers#run names " + HERE
                                + "AbstractKey, which is abstract and not a bean" + remedy,
                        "RATION-018 @Quota.limitBy on " + HERE + "Callers#run names " + HERE
                                + "HiddenLimit, which is neither a bean nor a public class" + remedy,
                        "RATION-018 @Quota.onExceeded on " + HERE + "Callers#run names " + HERE
                                + "Handler, which is 2 beans" + remedy);
    }

    @Stateless
    static class Async {
        @Asynchronous
        @Quota(key = "header:X-Team", limit = 1)
        public void header() {}

        @Asynchronous
        @Quota(key = "team:{args[0]}", limit = 1)
        public void argument(String team) {}
    }

    @Test
    void refusesRequestPartsInAsynchronousEjbMethods() {
        assertThat(Deployment.of(Async.class)
                        .with("ration.secret=0123456789abcdef")
                        .problems())
                .containsExactly("RATION-019 @Quota.key on " + HERE + "Async#header is \"header:X-Team\", but an"
                        + " @Asynchronous method has no request; use \"user\", args, \"global:NAME\" or keyBy, or"
                        + " charge the method that calls it.");
    }

    // one counter declared twice

    static class Hundred {
        @Quota(key = "user", limit = 100, period = "day")
        public void daily() {}
    }

    static class TwoHundred {
        @Quota(key = "user", limit = 200, period = "day")
        public void hourly() {}
    }

    @Test
    void refusesOneCounterWithTwoLimits() {
        assertThat(Deployment.of(TwoHundred.class, Hundred.class).problems())
                .containsExactly("RATION-020 " + HERE + "Hundred#daily and " + HERE
                        + "TwoHundred#hourly declare the same quota (scope \"\", period \"day\", key \"user\") with"
                        + " limits 100 and 200; give them one limit, or different scopes.");
    }

    static class Anonymous {
        @Quota(key = "user_or_ip", limit = 50, period = "day")
        public void anonymous() {}
    }

    @Test
    void refusesTwoLimitsForUsersWhomTwoFormsCount() {
        assertThat(Deployment.of(Hundred.class, Anonymous.class).problems())
                .containsExactly("RATION-020 " + HERE + "Anonymous#anonymous and " + HERE
                        + "Hundred#daily declare the same quota (scope \"\", period \"day\", key \"user_or_ip\") with"
                        + " limits 50 and 100; give them one limit, or different scopes.");
    }

    static class OrganisationOfPath {
        @Quota(key = "org:{path.org}", limit = 1)
        public void path() {}

        @Quota(key = "org:{ path.org }", limit = 1)
        public void samePath() {}
    }

    static class OrganisationOfParameter {
        @Quota(key = "org:{param.org}", limit = 2)
        public void parameter() {}

        @Quota(key = "org:{param.org}", limit = 3, scope = "other")
        public void other() {}
    }

    static class OneOrganisation {
        @Quota(key = "org:{param.org}", limit = 1)
        public void parameter() {}
    }

    @Test
    void warnsOfTwoLimitsWhereValuesTellWhetherTheCounterIsOne() {
        assertThat(Deployment.of(OrganisationOfPath.class, OneOrganisation.class)
                        .warnings())
                .isEmpty();
        assertThat(Deployment.of(OrganisationOfPath.class, OrganisationOfParameter.class)
                        .warnings())
                .hasSize(2)
                .contains("RATION-037 " + HERE + "OrganisationOfParameter#parameter and " + HERE
                        + "OrganisationOfPath#path declare quotas of one scope and period (\"month\") with the keys"
                        + " \"org:{param.org}\" and \"org:{path.org}\", which share a counter where their values are"
                        + " equal, but with limits 2 and 1; give them one limit, or different scopes");
    }

    static class Spelt {
        @Quota(key = "path:org", limit = 1)
        public void spelt(@PathParam("org") long org) {}

        @Quota(key = "org:{args[0]}", limit = 1, scope = "typed")
        public void typed(@PathParam("org") long org) {}
    }

    @Test
    void warnsOfKeysThatOneCallerCanSpellInSeveralWays() {
        assertThat(Deployment.of(Spelt.class).warnings())
                .singleElement()
                .isEqualTo(
                        "RATION-060 @Quota.key on " + HERE + "Spelt#spelt(long) is \"path:org\", where path parameter"
                                + " org is a long, which can be spelt in several ways (\"7\", \"07\", \"+7\"), each"
                                + " with a separate counter; count by the argument, as in \"org:{args[0]}\"");
    }

    static class Planned {
        @Quota(key = "user", limit = 300, limitBy = MyLimit.class, period = "day")
        public void aPlanned() {}
    }

    public static class MyLimit implements QuotaLimit {
        @Override
        public OptionalLong limitFor(String key, QuotaCall call) {
            return OptionalLong.empty();
        }
    }

    @Test
    void limitByMayGoWithAnyLimitButHidesNoOtherContradiction() {
        assertThat(Deployment.of(Planned.class, Hundred.class).problems()).isEmpty();
        assertThat(Deployment.of(Planned.class, Hundred.class, TwoHundred.class).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("with limits 100 and 200"));
    }

    @Test
    void aSettingThatReplacesBothLimitsEndsTheContradiction() {
        assertThat(Deployment.of(Hundred.class, TwoHundred.class)
                        .with("ration.limit.day=150")
                        .problems())
                .isEmpty();
    }

    static class ZonesAndDays {
        @Quota(key = "user", limit = 1, zone = "Europe/Berlin")
        public void berlin() {}

        @Quota(key = "user", limit = 1, zone = "Asia/Tokyo")
        public void tokyo() {}

        @Quota(key = "ip", limit = 1)
        public void first() {}

        @Quota(key = "ip", limit = 1, period = "month@15")
        public void fifteenth() {}
    }

    @Test
    void refusesOneCounterWithTwoZonesOrFirstDays() {
        assertThat(Deployment.of(ZonesAndDays.class).problems())
                .containsExactly(
                        "RATION-020 " + HERE + "ZonesAndDays#berlin and " + HERE + "ZonesAndDays#tokyo declare the same"
                                + " quota (scope \"\", period \"month\", key \"user\") with zones Europe/Berlin and"
                                + " Asia/Tokyo; give them one zone, or different scopes.",
                        "RATION-020 " + HERE + "ZonesAndDays#fifteenth and " + HERE + "ZonesAndDays#first declare the"
                                + " same quota (scope \"\", period \"month\", key \"ip\") with periods month@15 and"
                                + " month; give them one period, or different scopes.");
    }

    static class TwiceOnOneMethod {
        @Quota(key = "user", limit = 1, scope = "exports")
        @Quota(key = "ip", limit = 1, scope = "exports")
        public void run() {}
    }

    @Test
    void refusesOnePolicyNameTwiceOnAMethod() {
        assertThat(Deployment.of(TwiceOnOneMethod.class).problems())
                .containsExactly("RATION-021 " + HERE + "TwiceOnOneMethod#run has two quotas with one scope and period"
                        + " unit (\"exports-month\"); give them different scopes, such as \"user\" and \"org\".");
    }

    static class Ambiguous {
        @Quota(key = "a:{user}:{args[0]}", limit = 1)
        public void one(String x) {}

        @Quota(key = "a:b:{args[0]}", limit = 1)
        public void two(String x) {}

        @Quota(key = "a:c:{args[0]}", limit = 1, scope = "apart")
        public void three(String x) {}
    }

    @Test
    void refusesTemplatesWhoseKeysCanBeMixedUp() {
        assertThat(Deployment.of(Ambiguous.class).problems())
                .containsExactly("RATION-032 " + HERE + "Ambiguous#one(String) and " + HERE
                        + "Ambiguous#two(String) declare quotas of one scope and period (\"month\") with the keys"
                        + " \"a:{user}:{args[0]}\" and \"a:b:{args[0]}\", some of which are equal although they mean"
                        + " different callers; begin them with different words, or give them different scopes.");
    }

    static class Both {
        @Quota(key = "user", limit = 1)
        @Quota.None
        public void run() {}
    }

    @Test
    void refusesAQuotaBesideNone() {
        assertThat(Deployment.of(Both.class).problems())
                .containsExactly("RATION-025 " + HERE + "Both#run has both @Quota and @Quota.None; keep one.");
    }

    // all at once

    @Quota(key = "usr", limit = -1, period = "Month", zone = "Berlin", scope = " ", cost = -1, costBy = MyCost.class)
    static class AllWrong {
        public void run() {}

        public void runAgain() {}
    }

    @Test
    void reportsEverythingAtOnceAndEachMistakeOnce() {
        assertThat(Deployment.of(AllWrong.class, NoKey.class)
                        .without(org.ration.testing.TestStore.class)
                        .with("ration.mode=on")
                        .problems())
                .extracting(problem -> problem.substring(0, "RATION-000".length()))
                .containsExactly(
                        "RATION-001",
                        "RATION-008",
                        "RATION-010",
                        "RATION-011",
                        "RATION-012",
                        "RATION-013",
                        "RATION-014",
                        "RATION-015",
                        "RATION-016",
                        "RATION-017");
    }
}
