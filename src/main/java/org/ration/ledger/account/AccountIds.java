package org.ration.ledger.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.ration.QuotaPolicy;

/**
 * Ids of accounts and keys: lower-case hex SHA-256. Neither scope, unit nor key can have a line feed, so joined by line
 * feeds no two identities are alike.
 */
public final class AccountIds {

    private AccountIds() {}

    /** The id of the account of a key under a policy. */
    public static String of(String key, QuotaPolicy policy) {
        return sha256(policy.scope() + "\n" + policy.period().unit() + "\n" + key);
    }

    /** The id of a key, in whatever accounts. */
    public static String ofKey(String key) {
        return sha256(key);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
