// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The stored form of a secret: HMAC-SHA-256 with the setting {@code ration.secret} (RFC 2104), or plain SHA-256
 * without it. Of the whole value, never cut. Immutable, for use by many threads.
 */
public final class Fingerprint {

    /** The fewest characters of a secret. */
    public static final int MIN_SECRET_LENGTH = 16;

    private static final String HMAC = "HmacSHA256";

    /** No value is like this, since values have no control characters. */
    private static final byte[] CHECK = "\u0000ration.secret".getBytes(StandardCharsets.UTF_8);

    private final UnaryOperator<byte[]> hash;
    private final String checkValue;

    private Fingerprint(UnaryOperator<byte[]> hash, String checkValue) {
        this.hash = hash;
        this.checkValue = checkValue;
    }

    /**
     * Fingerprints that only who has the secret can compute.
     *
     * @param secret at least {@value #MIN_SECRET_LENGTH} characters
     * @return the fingerprint function
     * @throws IllegalArgumentException if the secret is shorter; the message does not show it
     */
    public static Fingerprint keyed(String secret) {
        if (secret.length() < MIN_SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "the secret has " + secret.length() + " characters; use at least " + MIN_SECRET_LENGTH);
        }
        SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
        return new Fingerprint(value -> hmac(key, value), HexFormat.of().formatHex(hmac(key, CHECK)));
    }

    /**
     * Fingerprints without a secret: a value that can be guessed can be found.
     *
     * @return the fingerprint function
     */
    public static Fingerprint plain() {
        return new Fingerprint(value -> digest().digest(value), "plain");
    }

    /**
     * The fingerprint of a value.
     *
     * @param value the secret value, of any length
     * @return 64 digits of lower-case hex
     */
    public String of(String value) {
        return HexFormat.of().formatHex(hash.apply(value.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Distinguishes two secrets without revealing them. Kept in the database, so that a node with another secret
     * notices.
     *
     * @return 64 digits of lower-case hex, or {@code plain} without a secret
     */
    public String checkValue() {
        return checkValue;
    }

    static byte[] sha256(String text) {
        return digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, byte[] value) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
