// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaPolicy;

/**
 * Ids of keys, accounts and entries of the audit, for the applications of one namespace. All rows of a key begin with
 * the same hex digits, so that an engine that spreads rows by their primary key has them in one place. Neither
 * namespace, scope, unit nor key can have a line feed, so joined by line feeds no two identities are alike. The last
 * ids of accounts are remembered, in bounded room, since digests cost as much as all else that a charge does in memory.
 *
 * @param namespace keeps applications on one database apart; empty for none
 */
public record AccountIds(String namespace) {

    /** For applications without a namespace. */
    public static final AccountIds UNNAMED = new AccountIds("");

    /** How many digits of a key's id an account's id begins with. */
    private static final int OF_KEY = 16;

    private static final int OF_IDENTITY = 48;

    /** How many of them the id of an entry of the audit begins with, as a UUID does. */
    private static final int OF_AUDIT = 8;

    private static final int REMEMBERED = 1 << 12;

    private static final AtomicReferenceArray<@Nullable Known> KNOWN = new AtomicReferenceArray<>(REMEMBERED);

    /** The id of the account of a key under a policy. */
    public String account(String key, QuotaPolicy policy) {
        String scope = policy.scope();
        String unit = policy.period().unit();
        int place = 31 * (31 * key.hashCode() + scope.hashCode()) + unit.hashCode();
        place = (place ^ (place >>> 16)) & (REMEMBERED - 1);
        Known known = KNOWN.get(place);
        if (known == null || !known.is(namespace, key, scope, unit)) {
            known = new Known(namespace, key, scope, unit, digest(key, scope, unit));
            KNOWN.set(place, known);
        }
        return known.id;
    }

    private String digest(String key, String scope, String unit) {
        String identity = namespace + "\n" + scope + "\n" + unit + "\n" + key;
        return prefix(key) + sha256(identity).substring(0, OF_IDENTITY);
    }

    /** How the ids of all accounts of a key begin. */
    public String prefix(String key) {
        return key(key).substring(0, OF_KEY);
    }

    /** The id of a key, in whatever accounts. */
    public String key(String key) {
        return sha256(namespace + "\n" + key);
    }

    /** The id of a list of charges, as it is stored. */
    public String charge(String id) {
        return sha256(namespace + "\n" + id);
    }

    /** Whether accounts are of one key, so that they are in one place wherever rows are placed by their ids. */
    public static boolean ofOneKey(String... accountIds) {
        for (String id : accountIds) {
            if (!id.regionMatches(0, accountIds[0], 0, OF_KEY)) {
                return false;
            }
        }
        return true;
    }

    /** A random id of an entry of the audit on no single account. */
    public static String random() {
        return UUID.randomUUID().toString();
    }

    /** An id of an entry of the audit on one account, random but for its beginning. */
    static String audit(String accountId) {
        return accountId.substring(0, OF_AUDIT) + random().substring(OF_AUDIT);
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private record Known(String namespace, String key, String scope, String unit, String id) {

        private boolean is(String otherNamespace, String otherKey, String otherScope, String otherUnit) {
            return key.equals(otherKey)
                    && scope.equals(otherScope)
                    && unit.equals(otherUnit)
                    && namespace.equals(otherNamespace);
        }
    }
}
