package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.util.Objects;

/**
 * What one {@link Quota} in the application declares.
 *
 * <p>JSON-B writes it as an object with the members {@code where}, {@code key}, {@code limit}, {@code period}, {@code scope},
 * {@code policyName}, {@code block} and, where there is one, {@code zone}.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaDeclaration extends Result {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String key;
    private final QuotaPolicy policy;

    /**
     * A declaration; Ration makes those that it answers.
     *
     * @param where the class, and the method if it stands on one: {@code com.shop.Exports#run(Order)}
     * @param key the form of the key as written, or the class name of {@link Quota#keyBy}
     * @param policy the declared policy, with the limit of the setting {@code ration.limit.<policy name>} where it is set
     */
    public QuotaDeclaration(String where, String key, QuotaPolicy policy) {
        this.where = Objects.requireNonNull(where, "where");
        this.key = Objects.requireNonNull(key, "key");
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    /** {@return the class, and the method if it stands on one: {@code com.shop.Exports#run(Order)}} */
    public String where() {
        return where;
    }

    /** {@return the form of the key as written, or the class name of {@link Quota#keyBy}} */
    public String key() {
        return key;
    }

    /** {@return the declared policy, with the limit of the setting {@code ration.limit.<policy name>} where it is set} */
    public QuotaPolicy policy() {
        return policy;
    }

    @Override
    Members state() {
        return new Members().with("where", where).with("key", key).with("policy", policy);
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
        policy.zone().ifPresent(zone -> members.with("zone", zone));
        return members;
    }
}
