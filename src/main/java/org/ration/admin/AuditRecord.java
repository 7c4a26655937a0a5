// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;

/** Who did what, and why. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class AuditRecord extends AdminResult {

    private final String id;
    private final Instant at;
    private final String by;
    private final QuotaAct act;
    private final String reason;
    private final Optional<Subject> account;
    private final OptionalLong before;
    private final OptionalLong after;
    private final Optional<Instant> untilBefore;
    private final Optional<Instant> untilAfter;

    private AuditRecord(Builder builder) {
        this.id = builder.id;
        this.at = builder.at;
        this.by = builder.by;
        this.act = builder.act;
        this.reason = builder.reason;
        this.account = builder.account;
        this.before = builder.before;
        this.after = builder.after;
        this.untilBefore = builder.untilBefore;
        this.untilAfter = builder.untilAfter;
    }

    /**
     * Begins a value; Ration makes those that it answers. Members that are not set are empty, 0 or false.
     *
     * @param id the entry's id
     * @param at when it was done
     * @param by who did it; {@code application} for the application's own code by
     * {@link org.ration.QuotaRegistry#reset}
     * @param act the act
     * @param reason why it was done; {@code QuotaRegistry.reset} for what the application did, empty if the
     * key has been erased
     * @return the builder
     */
    public static Builder builder(String id, Instant at, String by, QuotaAct act, String reason) {
        return new Builder(id, at, by, act, reason);
    }

    /** {@return the entry's id} */
    public String id() {
        return id;
    }

    /** {@return when it was done} */
    public Instant at() {
        return at;
    }

    /**
     * {@return who did it; {@code application} for the application's own code by
     * {@link org.ration.QuotaRegistry#reset}}
     */
    public String by() {
        return by;
    }

    /** {@return the act} */
    public QuotaAct act() {
        return act;
    }

    /**
     * {@return why it was done; {@code QuotaRegistry.reset} for what the application did, empty if the key has
     * been erased}
     */
    public String reason() {
        return reason;
    }

    /** {@return the account; empty if the act was not on a single account, or the key has been erased} */
    public Optional<Subject> account() {
        return account;
    }

    /** {@return the value before; {@link QuotaAct} defines it} */
    public OptionalLong before() {
        return before;
    }

    /** {@return the value after} */
    public OptionalLong after() {
        return after;
    }

    /** {@return the end of the override, or of the window, before; empty for none} */
    public Optional<Instant> untilBefore() {
        return untilBefore;
    }

    /** {@return the end of the override, or of the window, after; empty for none} */
    public Optional<Instant> untilAfter() {
        return untilAfter;
    }

    @Override
    Members members() {
        return new Members()
                .with("id", id)
                .with("at", at)
                .with("by", by)
                .with("act", act)
                .with("reason", reason)
                .with("account", account)
                .with("before", before)
                .with("after", after)
                .with("untilBefore", untilBefore)
                .with("untilAfter", untilAfter);
    }

    /** Makes a value. Not for use by several threads. */
    public static final class Builder {

        private final String id;
        private final Instant at;
        private final String by;
        private final QuotaAct act;
        private final String reason;
        private Optional<Subject> account = Optional.empty();
        private OptionalLong before = OptionalLong.empty();
        private OptionalLong after = OptionalLong.empty();
        private Optional<Instant> untilBefore = Optional.empty();
        private Optional<Instant> untilAfter = Optional.empty();

        private Builder(String id, Instant at, String by, QuotaAct act, String reason) {
            this.id = Objects.requireNonNull(id, "id");
            this.at = Objects.requireNonNull(at, "at");
            this.by = Objects.requireNonNull(by, "by");
            this.act = Objects.requireNonNull(act, "act");
            this.reason = Objects.requireNonNull(reason, "reason");
        }

        /**
         * Sets the account.
         *
         * @param account the account; empty if the act was not on a single account, or the key has been erased
         * @return this builder
         */
        public Builder account(Optional<Subject> account) {
            this.account = Objects.requireNonNull(account, "account");
            return this;
        }

        /**
         * Sets the value before the act.
         *
         * @param before the value before; {@link QuotaAct} defines it
         * @return this builder
         */
        public Builder before(OptionalLong before) {
            this.before = Objects.requireNonNull(before, "before");
            return this;
        }

        /**
         * Sets the value after.
         *
         * @param after the value after
         * @return this builder
         */
        public Builder after(OptionalLong after) {
            this.after = Objects.requireNonNull(after, "after");
            return this;
        }

        /**
         * Sets the end of the override, or of the window, before.
         *
         * @param untilBefore the end of the override, or of the window, before; empty for none
         * @return this builder
         */
        public Builder untilBefore(Optional<Instant> untilBefore) {
            this.untilBefore = Objects.requireNonNull(untilBefore, "untilBefore");
            return this;
        }

        /**
         * Sets the end of the override, or of the window, after.
         *
         * @param untilAfter the end of the override, or of the window, after; empty for none
         * @return this builder
         */
        public Builder untilAfter(Optional<Instant> untilAfter) {
            this.untilAfter = Objects.requireNonNull(untilAfter, "untilAfter");
            return this;
        }

        /**
         * Makes the value.
         *
         * @return the value
         */
        public AuditRecord build() {
            return new AuditRecord(this);
        }
    }

    /** The account that something was done to. It may be gone. */
    @JsonbTypeAdapter(Json.OfResult.class)
    public static final class Subject extends AdminResult {

        private final String id;
        private final String key;
        private final String scope;
        private final String period;

        /**
         * Ration makes those that it answers.
         *
         * @param id the account's id
         * @param key its key
         * @param scope its scope; empty for none
         * @param period the unit of its period
         */
        public Subject(String id, String key, String scope, String period) {
            this.id = Objects.requireNonNull(id, "id");
            this.key = Objects.requireNonNull(key, "key");
            this.scope = Objects.requireNonNull(scope, "scope");
            this.period = Objects.requireNonNull(period, "period");
        }

        /** {@return the account's id} */
        public String id() {
            return id;
        }

        /** {@return its key} */
        public String key() {
            return key;
        }

        /** {@return its scope; empty for none} */
        public String scope() {
            return scope;
        }

        /** {@return the unit of its period} */
        public String period() {
            return period;
        }

        /**
         * The name of its policy.
         *
         * @return as {@link QuotaPolicy#name}
         */
        public String policyName() {
            return QuotaPolicy.of(0, QuotaPeriod.parse(period)).withScope(scope).name();
        }

        @Override
        Members members() {
            return new Members()
                    .with("id", id)
                    .with("key", key)
                    .with("scope", scope)
                    .with("period", period);
        }
    }
}
