// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ration.ledger.account.AccountIds;

/**
 * The databases behind one data source: which of them has an account. All rows of a key are on one, since their ids
 * begin alike.
 *
 * @param count how many
 */
public record Shards(int count) {

    /** One database. */
    public static final Shards ONE = new Shards(1);

    /** How many there may be. */
    public static final int MAX = 1024;

    private static final int DIGITS = 4;

    private static final Pattern ROUTABLE = Pattern.compile("[0-9a-f]{" + DIGITS + "}.*");

    /** Refuses none. */
    public Shards {
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException("shards is " + count + "; use 1 to " + MAX);
        }
    }

    /** Whether there is more than one. */
    public boolean several() {
        return count > 1;
    }

    /** The number of the database that has an account, from 0: its first four digits, modulo how many there are. */
    public int of(String accountId) {
        return several() ? Integer.parseInt(accountId, 0, DIGITS, 16) % count : 0;
    }

    /** Whether accounts are all in one database. */
    public boolean haveTogether(Collection<String> accountIds) {
        return accountIds.stream().mapToInt(this::of).distinct().count() < 2;
    }

    /** An id that no account has, and that brings a statement to a database. */
    String nobodyOn(int shard) {
        return several() ? "%04x".formatted(shard) : "";
    }

    /** A random id of an entry of the audit that is where an account is, or another entry, and does not show which. */
    public String randomBeside(String id) {
        String random = AccountIds.random();
        while (of(random) != of(id)) {
            random = AccountIds.random();
        }
        return random;
    }

    /** Of ids from anywhere, those that accounts can have. */
    SortedSet<String> possible(SortedSet<String> ids) {
        return several()
                ? ids.stream().filter(ROUTABLE.asMatchPredicate()).collect(Collectors.toCollection(TreeSet::new))
                : ids;
    }

    /** Accounts by their databases, in the order of those; no accounts are one part. */
    public Collection<SortedSet<String>> split(SortedSet<String> ids) {
        if (!several() || ids.isEmpty()) {
            return List.of(ids);
        }
        TreeMap<Integer, SortedSet<String>> split = new TreeMap<>();
        possible(ids).forEach(id -> split.computeIfAbsent(of(id), none -> new TreeSet<>())
                .add(id));
        return split.values();
    }
}
