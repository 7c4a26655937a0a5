// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.joining;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ration.QuotaDecision;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.cdi.Settings.Headers;

/**
 * Writes the rate limit fields of a response.
 *
 * <p>{@code RateLimit-Policy} and {@code RateLimit} have one member for each counter of the request, in the same order,
 * so that members with one policy name can be distinguished; a counter that is charged again has its latest state.
 * Quotas without limit have none. Servers bound the size of headers: of more than {@value #MAX_MEMBERS} members there
 * are those with the least remaining. Headers that a response already has are left as they are. A window that never
 * ends has neither {@code w} nor {@code t}, nor an {@code X-RateLimit-Reset}.
 *
 * @param headers which headers to write
 * @see <a
 *     href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/11/">draft-ietf-httpapi-ratelimit-headers-11</a>
 */
record RateLimitHeaders(Headers headers) {

    private static final int MAX_MEMBERS = 16;

    /**
     * Adds the headers for the decisions of a request.
     *
     * @param decisions the decisions in their order; may be empty
     * @param deciding the decision that the request's attribute has
     * @param response the headers of the response
     */
    void write(List<QuotaDecision> decisions, QuotaDecision deciding, MultivaluedMap<String, Object> response) {
        if (headers.draft()) {
            Collection<Member> members = members(decisions);
            add(response, "RateLimit-Policy", list(members, Member::policy));
            add(response, "RateLimit", list(members, Member::state));
        }
        if (headers.legacy() && !deciding.usage().unlimited()) {
            Member member = new Member(deciding.usage(), deciding.decidedAt());
            add(response, "X-RateLimit-Limit", Long.toString(member.usage().limit()));
            add(response, "X-RateLimit-Remaining", Long.toString(member.usage().remaining()));
            add(response, "X-RateLimit-Reset", member.usage().resets() ? Long.toString(member.secondsToReset()) : "");
        }
    }

    private static Collection<Member> members(List<QuotaDecision> decisions) {
        Map<Counter, Member> members = new LinkedHashMap<>();
        for (QuotaDecision decision : decisions) {
            for (QuotaUsage usage : decision.usages()) {
                if (!usage.unlimited()) {
                    members.put(new Counter(usage.policyName(), usage.key()), new Member(usage, decision.decidedAt()));
                }
            }
        }
        return members.size() <= MAX_MEMBERS ? members.values() : tightest(members.values());
    }

    private static List<Member> tightest(Collection<Member> members) {
        return members.stream()
                .sorted(comparingLong(member -> member.usage().remaining()))
                .limit(MAX_MEMBERS)
                .toList();
    }

    private static String list(Collection<Member> members, Function<Member, String> part) {
        return members.stream().map(part).collect(joining(", "));
    }

    private static void add(MultivaluedMap<String, Object> response, String name, String value) {
        if (!value.isEmpty() && !response.containsKey(name)) {
            response.putSingle(name, value);
        }
    }

    private record Counter(String policyName, String key) {}

    /**
     * One quota as it stood when it was decided.
     *
     * @param usage the quota
     * @param decidedAt the instant of the decision
     */
    private record Member(QuotaUsage usage, Instant decidedAt) {

        String policy() {
            Duration window = Duration.between(usage.periodStart(), usage.resetAt());
            return name() + ";q=" + units(usage.limit()) + inTime("w", seconds(window));
        }

        String state() {
            return name() + ";r=" + units(usage.remaining()) + inTime("t", secondsToReset());
        }

        long secondsToReset() {
            return Math.max(0, seconds(Duration.between(decidedAt, usage.resetAt())));
        }

        /** A parameter that a window without end does not have. */
        private String inTime(String name, long seconds) {
            return usage.resets() ? ";" + name + "=" + StructuredField.integer(seconds) : "";
        }

        private String name() {
            return StructuredField.string(usage.policyName());
        }

        /** An operator's grant on top of a great limit may have more digits than a header can. */
        private static String units(long units) {
            return StructuredField.integer(Math.min(units, QuotaPolicy.MAX_UNITS));
        }

        private static long seconds(Duration duration) {
            return duration.plusNanos(999_999_999).toSeconds();
        }
    }
}
