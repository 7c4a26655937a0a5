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
            Field field = field(column);
            field.set(owner(account, field), value);
            return this;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(column, impossible);
        }
    }

    /** What a column holds. */
    @Nullable
    public static Object column(Account account, String column) {
        try {
            Field field = field(column);
            return field.get(owner(account, field));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(column, impossible);
        }
    }

    public Account account() {
        return account;
    }

    private static Field field(String column) {
        Field found = Stream.of(
                        AccountIdentity.class,
                        Account.class,
                        AccountWindow.class,
                        AccountHolds.class,
                        AccountLimit.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(Column.class)
                        && field.getAnnotation(Column.class).name().equals(column))
                .findFirst()
                .orElseThrow();
        found.setAccessible(true);
        return found;
    }

    /** The account, or the part of it that has a field. */
    private static Object owner(Account account, Field field) throws ReflectiveOperationException {
        for (Field part : Account.class.getDeclaredFields()) {
            if (part.getType() == field.getDeclaringClass()) {
                part.setAccessible(true);
                return part.get(account);
            }
        }
        return account;
    }
}
