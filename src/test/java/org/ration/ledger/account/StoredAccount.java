// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Column;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaPolicy;

/** An account as it would be read from its row, column by column. */
public final class StoredAccount {

    private final Account account;

    private StoredAccount(Account account) {
        this.account = account;
    }

    /** The account of a key, with an open window. */
    public static StoredAccount of(String key, QuotaPolicy policy, Instant start, Instant end) {
        return new StoredAccount(Account.unused(AccountIds.UNNAMED, new QuotaCharge(key, policy, 0)))
                .with("period_start", start.toEpochMilli())
                .with("reset_at", end.toEpochMilli());
    }

    /** Sets a column. */
    public StoredAccount with(String column, @Nullable Object value) {
        try {
            field(column).set(account, value);
            return this;
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(column, impossible);
        }
    }

    /** What a column holds. */
    @Nullable
    public static Object column(Account account, String column) {
        try {
            return field(column).get(account);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(column, impossible);
        }
    }

    public Account account() {
        return account;
    }

    private static Field field(String column) {
        Field found = Stream.of(AccountIdentity.class, Account.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(Column.class)
                        && field.getAnnotation(Column.class).name().equals(column))
                .findFirst()
                .orElseThrow();
        found.setAccessible(true);
        return found;
    }
}
