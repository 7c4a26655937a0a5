// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Quota} declaration of the application.
 *
 * <p>JSON-B writes it as an object with the members {@code where}, {@code key}, {@code limit}, {@code period},
 * {@code scope}, {@code policyName}, {@code block} and, where there is one, {@code cost} and {@code zone}.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaDeclaration extends Result {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String key;
    private final QuotaPolicy policy;
    private final @Nullable Long cost;

    /**
     * A declaration whose calls cost one unit.
     *
     * @param where the class, and the method if the declaration is on one: {@code com.shop.Exports#run(Order)}
     * @param key the form of the key as written, or the class name of {@link Quota#keyBy}
     * @param policy the declared policy, with the limit of the setting {@code ration.limit.<policy name>} where it is
     *     set
     */
    public QuotaDeclaration(String where, String key, QuotaPolicy policy) {
        this(where, key, policy, OptionalLong.of(1));
    }

    /**
     * A declaration; Ration makes those that it answers.
     *
     * @param where the class, and the method if the declaration is on one: {@code com.shop.Exports#run(Order)}
     * @param key the form of the key as written, or the class name of {@link Quota#keyBy}
     * @param policy the declared policy, with the limit of the setting {@code ration.limit.<policy name>} where it is
     *     set
     * @param cost the units of one call; empty if a {@link Quota#costBy} computes them
     */
    public QuotaDeclaration(String where, String key, QuotaPolicy policy, OptionalLong cost) {
        this.where = Objects.requireNonNull(where, "where");
        this.key = Objects.requireNonNull(key, "key");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.cost = cost.isPresent() ? cost.getAsLong() : null;
    }

    /** {@return the class, and the method if the declaration is on one: {@code com.shop.Exports#run(Order)}} */
    public String where() {
        return where;
    }

    /** {@return the form of the key as written, or the class name of {@link Quota#keyBy}} */
    public String key() {
        return key;
    }

    /**
     * {@return the declared policy, with the limit of the setting {@code ration.limit.<policy name>} where it is set}
     */
    public QuotaPolicy policy() {
        return policy;
    }

    /** {@return the units of one call; empty if a {@link Quota#costBy} computes them} */
    public OptionalLong cost() {
        return cost == null ? OptionalLong.empty() : OptionalLong.of(cost);
    }

    @Override
    Members state() {
        return costly(new Members().with("where", where).with("key", key).with("policy", policy));
    }

    private Members costly(Members members) {
        return cost == null ? members : members.with("cost", cost);
    }

    @Override
    Members json() {
        Members members = new Members()
                .with("where", where)
                .with("key", key)
                .with("limit", policy.limit())
                .with("period", policy.period())
                .with("scope", policy.scope())
                .with("policyName", policy.name())
                .with("block", policy.block());
        costly(members);
        policy.zone().ifPresent(zone -> members.with("zone", zone));
        return members;
    }
}
