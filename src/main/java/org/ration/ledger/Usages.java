// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaUsage;
import org.ration.ledger.account.Account;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;

/** Reads what has been used, without a lock. */
final class Usages {

    private final DatabaseGate gate;
    private final LedgerSettings settings;

    Usages(DatabaseGate gate, LedgerSettings settings) {
        this.gate = gate;
        this.settings = settings;
    }

    /** The usage of some counters, in their order; a fresh one of those that were never charged. */
    List<QuotaUsage> of(List<CounterLook> counters) {
        SortedSet<String> ids = counters.stream().map(this::id).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Account> known = gate.access(runner -> runner.read(tables -> tables.look(ids, settings.now())));
        Instant now = settings.now();
        return counters.stream()
                .map(counter -> usage(counter, known.get(id(counter)), now))
                .toList();
    }

    private String id(CounterLook counter) {
        return settings.ids().account(QuotaCharge.requireKey(counter.key()), counter.policy());
    }

    private QuotaUsage usage(CounterLook counter, @Nullable Account known, Instant now) {
        if (known == null) {
            return Account.unused(settings.ids(), new QuotaCharge(counter.key(), counter.policy(), 0))
                    .usage(counter.policy(), now);
        }
        return known.usage(counter.lastLimit() ? known.policy() : counter.policy(), now);
    }

    /** The usage of every counter of a key that was ever charged, ordered by scope and period unit. */
    List<QuotaUsage> of(String key) {
        Collection<Account> accounts = charged(key);
        Instant now = settings.now();
        return accounts.stream()
                .map(account -> account.usage(account.policy(), now))
                .sorted(Comparator.comparing(QuotaUsage::scope)
                        .thenComparing(usage -> usage.period().unit()))
                .toList();
    }

    /** The ids of the accounts of a key that were ever charged. */
    SortedSet<String> accounts(String key) {
        return charged(key).stream().map(Account::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private Collection<Account> charged(String key) {
        QuotaCharge.requireKey(key);
        return gate.access(runner -> runner.read(tables -> tables.look(settings.ids(), key, settings.now())));
    }
}
