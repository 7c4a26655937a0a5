// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.sql.MetaEntry;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;
import org.ration.log.OneLine;

/**
 * Compares what an application declares with what others declared when they started on the same tables: applications of
 * one namespace share counters, and each applies its own limit. Every application leaves its own declarations, so that
 * each start is compared with the last one of another.
 */
public final class SharedCounters {

    private static final Logger LOG = System.getLogger("org.ration.ledger");

    /** As Maven names archives: shop-1.0; and as servers name versions that run side by side: shop##001, shop:1. */
    private static final Pattern VERSION = Pattern.compile("(?<=.)(-v?\\d+\\.\\d.*|##.*|:.*)$");

    private final DatabaseGate gate;
    private final AccountIds ids;
    private final String application;

    /**
     * Those of an application.
     *
     * @param application its name, as of its archive; declarations of the same name, but for a version, are of another
     *     version of it
     */
    public SharedCounters(DatabaseGate gate, AccountIds ids, String application) {
        this.gate = gate;
        this.ids = ids;
        String unversioned = VERSION.matcher(application).replaceFirst("");
        this.application = unversioned.substring(0, Math.min(unversioned.length(), Entry.MAX_APPLICATION));
    }

    /**
     * Warns of counters that others declare otherwise, and leaves these declarations for others. A fault is logged:
     * nothing depends on it.
     */
    public void compare(Collection<DeclaredCounter> declared) {
        Map<String, DeclaredCounter> mine = declared.stream()
                .collect(Collectors.toMap(
                        counter -> MetaEntry.declarationOf(ids.key(counter.identity())),
                        counter -> counter,
                        (one, same) -> one,
                        TreeMap::new));
        if (!mine.isEmpty()) {
            try {
                gate.accessOnThisThread(runner -> {
                    compare(runner, mine);
                    return true;
                });
            } catch (QuotaStoreException fault) {
                OneLine.warn(
                        LOG,
                        "the declarations of shared counters could not be compared with those in ration_meta; charges"
                                + " do not depend on it",
                        fault);
            }
        }
    }

    private void compare(TransactionRunner runner, Map<String, DeclaredCounter> mine) {
        Map<String, String> known = runner.read(tables -> tables.meta(mine.keySet()));
        mine.forEach((name, counter) -> {
            String content = new Entry(application, counter.rule()).written();
            String other = known.get(name);
            if (other == null && !runner.addIfMissing(tables -> tables.insertMeta(name, content))) {
                other = runner.read(tables -> tables.meta(name)).orElse(content); // it was added just now
            }
            if (other != null && !other.equals(content)) {
                warn(counter, Entry.read(other));
                runner.change(tables -> TransactionResult.changed(tables.updateMeta(name, content)));
            }
        });
    }

    private void warn(DeclaredCounter counter, Entry other) {
        if (!other.application.equals(application) && !other.rule.equals(counter.rule())) {
            LOG.log(
                    Level.WARNING,
                    StartupProblems.sharedCounter(
                            counter.identity(), application, counter.rule(), other.application, other.rule));
        }
    }

    /**
     * The entry for other applications.
     *
     * @param application who declares
     * @param rule how it counts
     */
    private record Entry(String application, String rule) {

        static final int MAX_APPLICATION = 100;

        private static final String SEPARATOR = " declares ";
        private static final int MAX = 200;

        String written() {
            String text = application + SEPARATOR + rule;
            return text.substring(0, Math.min(text.length(), MAX));
        }

        static Entry read(String text) {
            int end = text.lastIndexOf(SEPARATOR);
            return end < 0
                    ? new Entry(text, "")
                    : new Entry(text.substring(0, end), text.substring(end + SEPARATOR.length()));
        }
    }
}
