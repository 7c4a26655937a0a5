package org.ration;

import java.util.Objects;

/**
 * What one {@link Quota} in the application declares.
 *
 * @param where the class, and the method if it stands on one: {@code com.shop.Exports#run(Order)}
 * @param key the form of the key as written, or the class name of {@link Quota#keyBy}
 * @param policy the declared policy, with the limit of the setting {@code ration.limit.<policy name>} where it is set
 */
public record QuotaDeclaration(String where, String key, QuotaPolicy policy) {

    /**
     * Refuses nulls.
     *
     * @param where where it stands
     * @param key the key form
     * @param policy the quota
     */
    public QuotaDeclaration {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(policy, "policy");
    }
}
