// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ration.QuotaUsage;

/** The counter of one scope, period and key, as an operator sees it. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaAccount extends AdminResult {

    private final String id;
    private final QuotaUsage usage;
    private final boolean open;
    private final boolean beginsLater;
    private final long granted;
    private final long declaredLimit;
    private final Optional<LimitOverride> override;
    private final Set<AccountState> states;
    private final long version;
    private final Optional<Instant> updatedAt;

    private QuotaAccount(Builder builder) {
        this.id = builder.id;
        this.usage = builder.usage;
        this.open = builder.open;
        this.beginsLater = builder.beginsLater;
        this.granted = builder.granted;
        this.declaredLimit = builder.declaredLimit;
        this.override = builder.override;
        this.states = builder.states;
        this.version = builder.version;
        this.updatedAt = builder.updatedAt;
    }

    /**
     * Begins a value; Ration makes those that it answers. Members that are not set are empty, 0 or false.
     *
     * @param id the account's id: 64 hexadecimal digits
     * @param usage the open window under the effective limit; the window that would open now, where none is
     * open
     * @return the builder
     */
    public static Builder builder(String id, QuotaUsage usage) {
        return new Builder(id, usage);
    }

    /** {@return the account's id: 64 hexadecimal digits} */
    public String id() {
        return id;
    }

    /** {@return the open window under the effective limit; the window that would open now, where none is open} */
    public QuotaUsage usage() {
        return usage;
    }

    /** {@return whether a window is open} */
    public boolean open() {
        return open;
    }

    /**
     * {@return whether the open window begins after the time by which this was read, because a clock was ahead; until
     * it ends, charges count in it, and {@link QuotaAdministration#restart} ends it}
     */
    public boolean beginsLater() {
        return beginsLater;
    }

    /** {@return extra units of the open window, contained in the effective limit} */
    public long granted() {
        return granted;
    }

    /** {@return the limit of the last counted charge, from the annotation, a setting, {@code limitBy} or code} */
    public long declaredLimit() {
        return declaredLimit;
    }

    /** {@return the override that applies} */
    public Optional<LimitOverride> override() {
        return override;
    }

    /** {@return the states it is in} */
    public Set<AccountState> states() {
        return states;
    }

    /** {@return the number of acts on this account; no charge changes it} */
    public long version() {
        return version;
    }

    /** {@return the last counted charge or act; empty if there was none} */
    public Optional<Instant> updatedAt() {
        return updatedAt;
    }

    /**
     * A reference to this account that is valid until the next act on it.
     *
     * @return the reference with this version
     */
    public AccountRef ref() {
        return new AccountRef(id, OptionalLong.of(version));
    }

    @Override
    Members members() {
        return new Members()
                .with("id", id)
                .with("usage", usage)
                .with("open", open)
                .with("beginsLater", beginsLater)
                .with("granted", granted)
                .with("declaredLimit", declaredLimit)
                .with("override", override)
                .with("states", states)
                .with("version", version)
                .with("updatedAt", updatedAt);
    }

    /** Makes a value. Not for use by several threads. */
    public static final class Builder {

        private final String id;
        private final QuotaUsage usage;
        private boolean open;
        private boolean beginsLater;
        private long granted;
        private long declaredLimit;
        private Optional<LimitOverride> override = Optional.empty();
        private Set<AccountState> states = Set.of();
        private long version;
        private Optional<Instant> updatedAt = Optional.empty();

        private Builder(String id, QuotaUsage usage) {
            this.id = Objects.requireNonNull(id, "id");
            this.usage = Objects.requireNonNull(usage, "usage");
        }

        /**
         * Sets whether a window is open.
         *
         * @param open whether a window is open
         * @return this builder
         */
        public Builder open(boolean open) {
            this.open = open;
            return this;
        }

        /**
         * Sets whether the open window begins after the time by which this was read, since a clock was
         * ahead.
         *
         * @param beginsLater whether the open window begins after the time by which this was read, because a clock was
         * ahead; until it ends, charges count in it, and {@link QuotaAdministration#restart} ends it
         * @return this builder
         */
        public Builder beginsLater(boolean beginsLater) {
            this.beginsLater = beginsLater;
            return this;
        }

        /**
         * Sets extra units of the open window, contained in the effective limit.
         *
         * @param granted extra units of the open window, contained in the effective limit
         * @return this builder
         */
        public Builder granted(long granted) {
            this.granted = granted;
            return this;
        }

        /**
         * Sets the limit of the last counted charge, from the annotation, a setting, {@code limitBy} or code.
         *
         * @param declaredLimit the limit of the last counted charge, from the annotation, a setting, {@code limitBy} or
         *     code
         * @return this builder
         */
        public Builder declaredLimit(long declaredLimit) {
            this.declaredLimit = declaredLimit;
            return this;
        }

        /**
         * Sets the override that applies.
         *
         * @param override the override that applies
         * @return this builder
         */
        public Builder override(Optional<LimitOverride> override) {
            this.override = Objects.requireNonNull(override, "override");
            return this;
        }

        /**
         * Sets the states it is in.
         *
         * @param states the states it is in
         * @return this builder
         */
        public Builder states(Set<AccountState> states) {
            this.states = Set.copyOf(states);
            return this;
        }

        /**
         * Sets the number of acts on this account.
         *
         * @param version the number of acts on this account; no charge changes it
         * @return this builder
         */
        public Builder version(long version) {
            this.version = version;
            return this;
        }

        /**
         * Sets the last counted charge or act.
         *
         * @param updatedAt the last counted charge or act; empty if there was none
         * @return this builder
         */
        public Builder updatedAt(Optional<Instant> updatedAt) {
            this.updatedAt = Objects.requireNonNull(updatedAt, "updatedAt");
            return this;
        }

        /**
         * Makes the value.
         *
         * @return the value
         */
        public QuotaAccount build() {
            return new QuotaAccount(this);
        }
    }
}
