// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.util.Objects;

/**
 * Units to be taken from one counter.
 *
 * @param key the canonical key, as {@link QuotaRegistry#key} builds it: 1 to 200 characters, not blank, no control
 *     characters, well-formed Unicode
 * @param policy the quota
 * @param cost 0 to {@link QuotaPolicy#MAX_UNITS} units; 0 is always allowed and counts nothing
 */
public record QuotaCharge(String key, QuotaPolicy policy, long cost) {

    /** The most characters ({@code char}s) of a canonical key. */
    public static final int MAX_KEY_LENGTH = 200;

    /** The most characters ({@code char}s) of the id of a list of charges. */
    public static final int MAX_ID_LENGTH = 200;

    /**
     * Refuses what no counter can take, with an {@link IllegalArgumentException} that names it.
     *
     * @param key the canonical key
     * @param policy the quota
     * @param cost the units
     */
    public QuotaCharge {
        requireKey(key);
        Objects.requireNonNull(policy, "policy");
        if (cost < 0 || cost > QuotaPolicy.MAX_UNITS) {
            throw new IllegalArgumentException("cost is " + cost + "; use 0 to " + QuotaPolicy.MAX_UNITS);
        }
    }

    /**
     * Checks that a text can be the key of a counter.
     *
     * @param key the key
     * @return the key
     * @throws IllegalArgumentException if it is blank, too long, or has control characters or lone surrogates
     */
    public static String requireKey(String key) {
        Objects.requireNonNull(key, "key");
        if (key.isBlank()) {
            throw new IllegalArgumentException("key is blank; use a canonical key such as user:42");
        }
        if (key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key has " + key.length() + " characters; use at most " + MAX_KEY_LENGTH
                    + " (QuotaRegistry.key shortens longer ones without mixing them up)");
        }
        if (!isWellFormed(key)) {
            throw new IllegalArgumentException("key has control characters or lone surrogates; use well-formed text");
        }
        return key;
    }

    /**
     * Checks that a text can be the id of a list of charges.
     *
     * @param id the id
     * @return the id
     * @throws IllegalArgumentException if it is empty, too long, or has control characters or lone surrogates
     */
    public static String requireId(String id) {
        Objects.requireNonNull(id, "id");
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("id has " + id.length() + " characters; use 1 to " + MAX_ID_LENGTH);
        }
        if (!isWellFormed(id)) {
            throw new IllegalArgumentException("id has control characters or lone surrogates; use well-formed text");
        }
        return id;
    }

    private static boolean isWellFormed(String key) {
        for (int at = 0, codePoint; at < key.length(); at += Character.charCount(codePoint)) {
            codePoint = key.codePointAt(at);
            if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                return false;
            }
        }
        return true;
    }
}
