// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import org.ration.QuotaUsage;

/** What callers are answered about their own usage. Never a key. */
final class UsageBody {

    private UsageBody() {}

    /**
     * The usage as JSON. A quota without limit has neither {@code limit} nor {@code remaining}, and a window that never
     * ends has no {@code resetAt}.
     *
     * @param usages the usages
     * @return JSON
     */
    static String of(List<QuotaUsage> usages) {
        JsonArrayBuilder quotas = Json.createArrayBuilder();
        usages.stream().map(UsageBody::quota).forEach(quotas::add);
        return Json.createObjectBuilder().add("quotas", quotas).build().toString();
    }

    private static JsonObjectBuilder quota(QuotaUsage usage) {
        JsonObjectBuilder quota = Json.createObjectBuilder()
                .add("policy", usage.policyName())
                .add("scope", usage.scope())
                .add("period", usage.period().toString())
                .add("used", usage.used())
                .add("reserved", usage.reserved())
                .add("periodStart", time(usage, usage.periodStart()));
        if (!usage.unlimited()) {
            quota.add("limit", usage.limit()).add("remaining", usage.remaining());
        }
        return usage.resets() ? quota.add("resetAt", time(usage, usage.resetAt())) : quota;
    }

    private static String time(QuotaUsage usage, Instant instant) {
        return instant.atZone(usage.zone()).format(ISO_OFFSET_DATE_TIME);
    }
}
