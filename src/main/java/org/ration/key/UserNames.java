// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the names of users are spelt in keys, so that one user has one counter where the identity store takes several
 * spellings for one name. Immutable.
 *
 * @param lowerCase whether letters become lower case, independent of any locale
 * @param nfc whether the text is composed (Unicode normalization form C)
 */
public record UserNames(boolean lowerCase, boolean nfc) {

    /** As the container reports them. */
    public static final UserNames VERBATIM = new UserNames(false, false);

    private static final List<String> WORDS = List.of("lower-case", "nfc");

    /**
     * Reads the setting {@code ration.user-names}.
     *
     * @param text {@code verbatim}, {@code lower-case}, {@code nfc}, or the last two with a comma between them
     * @return the spelling
     * @throws IllegalArgumentException if it is anything else
     */
    public static UserNames parse(String text) {
        if (text.strip().equals("verbatim")) {
            return VERBATIM;
        }
        List<String> words =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        Set<String> distinct = new TreeSet<>(words);
        if (distinct.size() < words.size() || !WORDS.containsAll(words)) {
            throw new IllegalArgumentException(
                    "user names are \"" + text + "\"; use verbatim, lower-case, nfc, or lower-case,nfc");
        }
        return new UserNames(words.contains("lower-case"), words.contains("nfc"));
    }

    /**
     * Spells a name.
     *
     * @param name the name as the container or the application has it
     * @return the name as keys contain it
     */
    public String spell(String name) {
        String composed = nfc ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
        String lower = lowerCase ? composed.toLowerCase(Locale.ROOT) : composed;
        return nfc && lowerCase ? Normalizer.normalize(lower, Normalizer.Form.NFC) : lower;
    }
}
