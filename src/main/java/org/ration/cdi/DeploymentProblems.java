// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ration.QuotaDeclaration;
import org.ration.QuotaPolicy;
import org.ration.container.Interception;
import org.ration.key.NearestName;
import org.ration.key.TypedParts.TypedPart;

/**
 * The problems of an application's declarations and settings, collected so that a deployment shows all of them at once.
 *
 * <p>All texts of the deployment checks are here. Each is one sentence: what is wrong, where, the value, what would be
 * right. Its id is never used for anything else.
 */
final class DeploymentProblems {

    private final Set<String> errors = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    List<String> errors() {
        return List.copyOf(errors);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void addAll(DeploymentProblems others) {
        errors.addAll(others.errors);
        warnings.addAll(others.warnings);
    }

    /**
     * Reports all errors at once.
     *
     * @param exception makes the exception of a message, which has one error a line
     */
    void throwIfAny(Function<String, ? extends RuntimeException> exception) {
        if (!errors.isEmpty()) {
            throw exception.apply(String.join(System.lineSeparator(), errors));
        }
    }

    void noStore() {
        error(
                "RATION-001",
                "no entity manager keeps the counters; list <mapping-file>META-INF/ration-orm.xml</mapping-file>"
                        + " in the persistence unit, and declare one producer:"
                        + " @Produces @QuotaStore @PersistenceContext(unitName = \"…\") EntityManager em;");
    }

    void severalStores(Collection<?> producers) {
        error("RATION-002", "there are " + producers.size() + " @QuotaStore producers, " + producers + "; keep one");
    }

    void severalClocks(Collection<?> clocks) {
        error(
                "RATION-006",
                "there are " + clocks.size() + " java.time.Clock beans, " + clocks
                        + "; keep one with the qualifier @Default, or qualify those that are not meant for quotas");
    }

    void clockScope(Object clock, String scope) {
        error(
                "RATION-007",
                "the java.time.Clock bean " + clock + " has the scope " + scope
                        + "; use @ApplicationScoped, @Singleton or @Dependent");
    }

    void unreadableSetting(String name, String value, String legal) {
        error("RATION-008", "the setting " + name + " is " + shown(name, value) + "; use " + legal);
    }

    /** Without the text, whose default can be a secret. */
    void unresolvedSetting(String name, boolean evaluated) {
        String problem = evaluated
                ? "without a value; define the variable or property that it names, or give it a default such as"
                        + " ${NAME:value}"
                : "that nothing evaluates, as nothing does without MicroProfile Config, so that its text would be the"
                        + " value; write the value itself, or set the environment variable "
                        + SettingsSource.variable(name);
        error("RATION-055", "the setting " + name + " is an expression " + problem);
    }

    void unknownSetting(String name, Collection<String> known) {
        warning(
                "RATION-009",
                "the setting " + name + " is not known and has no effect; did you mean " + NearestName.of(name, known)
                        + "?");
    }

    void unknownPolicy(String name, Collection<String> known) {
        warning(
                "RATION-034",
                "the setting " + name + " has no effect on the declarations seen so far, because none has this policy"
                        + " name; did you mean " + NearestName.of(name, known) + "?");
    }

    void keyOrKeyBy(String where, boolean both) {
        error(
                "RATION-010",
                "@Quota on " + where + (both ? " has both key and keyBy" : " has neither key nor keyBy")
                        + "; give one of them, such as key = \"user\"");
    }

    void keyForm(String where, String reason) {
        error("RATION-011", "@Quota.key on " + where + ": " + reason);
    }

    void cost(String where, long cost) {
        String legal = cost < 0 ? "use 0 or more" : "use 0 to " + QuotaPolicy.MAX_UNITS;
        error("RATION-012", "@Quota.cost on " + where + " is " + cost + "; " + legal);
    }

    void costAndCostBy(String where, long cost) {
        error("RATION-013", "@Quota on " + where + " has cost " + cost + " and costBy; give one of them");
    }

    void limit(String where, String reason) {
        error("RATION-014", "@Quota.limit on " + where + ": " + reason);
    }

    void period(String where, String reason) {
        error("RATION-015", "@Quota.period on " + where + ": " + reason);
    }

    void zone(String where, String zone) {
        error("RATION-016", "@Quota.zone on " + where + " is \"" + zone + "\"; use an IANA zone such as Europe/Berlin");
    }

    void scope(String where, String reason) {
        error("RATION-017", "@Quota.scope on " + where + ": " + reason);
    }

    void callbackClass(String member, String where, Class<?> type, String reason) {
        error(
                "RATION-018",
                "@Quota." + member + " on " + where + " names " + type.getName() + ", which " + reason
                        + "; make it one CDI bean, or a public class with a public no-argument constructor");
    }

    void requestPartsInAsynchronousMethod(String where, String form) {
        error(
                "RATION-019",
                "@Quota.key on " + where + " is \"" + form + "\", but an @Asynchronous method has no request;"
                        + " use \"user\", args, \"global:NAME\" or keyBy, or charge the method that calls it");
    }

    void conflict(QuotaDeclaration first, QuotaDeclaration second, String member, Object one, Object other) {
        error(
                "RATION-020",
                first.where() + " and " + second.where() + " declare the same quota (scope \""
                        + first.policy().scope() + "\", period \""
                        + first.policy().period().unit() + "\", key \""
                        + first.key() + "\") with " + member + "s " + one + " and " + other + "; give them one "
                        + member
                        + ", or different scopes");
    }

    void mayConflict(QuotaDeclaration first, QuotaDeclaration second, String member, Object one, Object other) {
        warning(
                "RATION-037",
                first.where() + " and " + second.where() + " declare quotas of one scope and period (\""
                        + first.policy().name() + "\") with the keys \"" + first.key() + "\" and \"" + second.key()
                        + "\", which share a counter where their values are equal, but with " + member + "s " + one
                        + " and " + other + "; give them one " + member + ", or different scopes");
    }

    void keysCanMeet(QuotaDeclaration first, QuotaDeclaration second) {
        error(
                "RATION-032",
                first.where() + " and " + second.where() + " declare quotas of one scope and period (\""
                        + first.policy().name() + "\") with the keys \"" + first.key() + "\" and \"" + second.key()
                        + "\", some of which are equal although they mean different callers; begin them with different"
                        + " words, or give them different scopes");
    }

    void sameCounterTwice(String where, String policyName) {
        error(
                "RATION-021",
                where + " has two quotas with one scope and period unit (\"" + policyName
                        + "\"); give them different scopes, such as \"user\" and \"org\"");
    }

    /**
     * Reports why a method with a quota would not be counted.
     *
     * @param method the method
     * @param declaresQuota whether the quota is on the method and not on its class
     */
    void uncounted(Method method, boolean declaresQuota) {
        String name = name(method);
        Optional<String> obstacle = Interception.obstacle(method, declaresQuota);
        obstacle.ifPresent(reason -> notInterceptable(name, reason));
        if (declaresQuota && obstacle.isEmpty() && Interception.isCallback(method)) {
            callback(name);
        }
    }

    private void notInterceptable(String where, String reason) {
        error(
                "RATION-022",
                "@Quota on " + where + " has no effect, because the method is " + reason
                        + "; make it a public method that is neither static nor final");
    }

    void selfCall(String where, String caller) {
        warning(
                "RATION-023",
                caller + " calls its own method " + where + ", which has a @Quota; such a call is not charged"
                        + " unless it goes through an injected reference");
    }

    void noBean(String where) {
        warning(
                "RATION-024",
                "@Quota on " + where + " has no effect unless the container makes the object, and its class is not a"
                        + " bean; give it a scope such as @RequestScoped, and inject it");
    }

    void produced(String producer, Class<?> type) {
        warning(
                "RATION-033",
                producer + " produces " + type.getName() + ", whose @Quota has no effect on an object that the"
                        + " application makes itself; return an injected bean, or let the container make the object");
    }

    void timerWithoutCaller(String where, String key) {
        warning(
                "RATION-038",
                "the timer method " + where + " is never run, because its @Quota counts by \"" + key + "\" and a timer"
                        + " has neither a caller nor a request; put @Quota.None on it, or a @Quota with a key such as"
                        + " \"global:NAME\"");
    }

    void severalKeysOnShards(String where, Set<String> keys, int shards) {
        error(
                "RATION-095",
                where + " has quotas of several keys, " + keys + ", whose counters may be in different databases"
                        + " (ration.shards is " + shards + "), so that they cannot be charged all or nothing; give them"
                        + " one key, or move the quotas of the other keys to a method of another bean that is called"
                        + " by itself");
    }

    void notOnShards(String name, String value, int shards, String instead) {
        error(
                "RATION-096",
                "the setting " + name + " is " + value + ", which cannot be with several databases (ration.shards is "
                        + shards + "); " + instead);
    }

    void notBound(String where, String type) {
        error(
                "RATION-036",
                "@Quota on " + where + " does not apply to " + type + ", which CDI does not know: the annotation is"
                        + " on an interface or on an overridden method; give the class a scope such as @RequestScoped");
    }

    /**
     * A quota that is seen by the container but not by the library.
     *
     * @param where where the container sees it
     */
    void unread(String where) {
        error(
                "RATION-050",
                where + " has a @Quota that an extension or an InterceptionFactory has added; Ration does not read"
                        + " it, so it would have no effect; write it in the source, or charge through QuotaRegistry");
    }

    void removed(String where) {
        error(
                "RATION-051",
                "@Quota on " + where + " has been removed by an extension, so it would have no effect; keep the"
                        + " extension from changing the class, or put @Quota.None on it");
    }

    void classNotInterceptable(String type, String reason) {
        error(
                "RATION-052",
                "@Quota has no effect on " + type + ", because the class is " + reason
                        + "; make it a class that can be extended, with a constructor that is not private");
    }

    private void callback(String where) {
        error(
                "RATION-053",
                "@Quota on " + where + " has no effect, because the container calls the method itself; put it on a"
                        + " method that callers call; in a servlet, on service(ServletRequest, ServletResponse) or on"
                        + " the class");
    }

    void notOfBeans(String where, String kind) {
        error("RATION-054", "@Quota on " + where + " has no effect, because it is in " + kind + "; put it on the bean");
    }

    void endpointNotIntercepted(String type) {
        error(
                "RATION-058",
                "@Quota on " + type + " has no effect, because this server intercepts endpoints of WebSocket only if"
                        + " they are beans; give the endpoint's class a scope, such as @Dependent");
    }

    void manySpellings(String where, String form, TypedPart part) {
        String remedy = part.argument()
                .map(index -> "count by the argument, as in \"" + part.name() + ":{args[" + index + "]}\"")
                .orElse("count by the value that is read from it, with keyBy");
        warning(
                "RATION-060",
                "@Quota.key on " + where + " is \"" + form + "\", where " + part.part() + " parameter " + part.name()
                        + " is a " + part.type().getSimpleName()
                        + ", which can be spelt in several ways (\"7\", \"07\","
                        + " \"+7\"), each with a separate counter; " + remedy);
    }

    void holdFor(String where, String text) {
        error(
                "RATION-061",
                "@Quota.holdFor on " + where + " is \"" + text
                        + "\"; use an ISO 8601 duration from PT1S to P7D, such as PT15M");
    }

    void holdForOfNothing(String where, String text) {
        error(
                "RATION-062",
                "@Quota on " + where + " has holdFor \"" + text + "\" but holds nothing, as its cost is counted before"
                        + " the call; give it settleBy or the period inflight, or leave holdFor out");
    }

    void inflightAndSettleBy(String where) {
        error(
                "RATION-063",
                "@Quota on " + where
                        + " has the period inflight and settleBy, but what is held in flight is always given"
                        + " back; leave settleBy out, or count by another period with a @Quota of its own");
    }

    void holdOfNothing(String where) {
        error(
                "RATION-064",
                "@Quota on " + where + " holds its cost while the call runs, but the cost is 0, so that no call is ever"
                        + " refused; give it the most that a call may cost");
    }

    void noneAndQuota(String where) {
        error("RATION-025", where + " has both @Quota and @Quota.None; keep one");
    }

    void plainFingerprints() {
        warning(
                "RATION-026",
                "keys contain fingerprints of secrets, but ration.secret is not set, so a short secret can be guessed"
                        + " from a dump; set ration.secret to at least 16 random characters, the same on every node");
    }

    /**
     * The name of a method in messages.
     *
     * @param method the method
     * @return {@code com.shop.Exports#run(Order)}, without parentheses where there is no parameter
     */
    static String name(Method method) {
        List<String> parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .toList();
        return method.getDeclaringClass().getName() + "#" + method.getName()
                + (parameters.isEmpty() ? "" : "(" + String.join(", ", parameters) + ")");
    }

    void namesInSeveralCases(String definition) {
        warning(
                "RATION-091",
                "the identity store that " + definition + " defines is a directory (LDAP), and most directories take"
                        + " \"bob\" and \"Bob\" for one user, whose quotas would be counted apart; set"
                        + " ration.user-names="
                        + "lower-case, or verbatim if the directory distinguishes them");
    }

    void answerWithoutHeaders(String where) {
        warning(
                "RATION-092",
                where + " has a @Quota and runs apart from its request, by @Asynchronous of Jakarta Concurrency, so"
                        + " that its allowed answers have no RateLimit headers; take an AsyncResponse in place of a"
                        + " stage, and resume it in the asynchronous method, or leave @Asynchronous out");
    }

    private void error(String id, String sentence) {
        errors.add(id + " " + sentence + ".");
    }

    private void warning(String id, String sentence) {
        warnings.add(id + " " + sentence);
    }

    private static String shown(String name, String value) {
        return name.equals("ration.secret") ? value.length() + " characters long" : "\"" + value + "\"";
    }
}
