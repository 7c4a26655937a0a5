// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.Comparator.comparing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaKeyException;
import org.ration.QuotaUsage;
import org.ration.key.KeyForm;

/**
 * The usage of the one who asks: of each declared quota whose key the caller's request tells, whatever it calls. A
 * quota whose key cannot be told is left out: it has a {@code keyBy}, or reads parameters or arguments, or the request
 * lacks a part.
 *
 * <p>A limit of {@code limitBy} is that of the last counted charge, since no call is there to ask it for; a quota that
 * was never charged is left out. Nothing is charged. The database is read once, and once more for each key with a
 * {@code limitBy}.
 */
@ApplicationScoped
public class CallerUsage {

    private static final Logger LOG = System.getLogger("org.ration");
    private static final int UNAUTHORIZED = 401;

    private final Deployment deployment;
    private final CheckedLedger ledger;

    /** For the client proxy. */
    protected CallerUsage() {
        this(null, null);
    }

    @Inject
    CallerUsage(Deployment deployment, CheckedLedger ledger) {
        this.deployment = deployment;
        this.ledger = ledger;
    }

    /**
     * The usage of a caller.
     *
     * @param request the request, which tells who asks
     * @return what {@link QuotaDecision#usages} has, in the order of the policies' names; empty if there is none
     * @throws QuotaKeyException if there is none, and would be one if the caller were known: 401
     * @throws org.ration.QuotaStoreException if the database does not answer
     */
    public Optional<QuotaDecision> of(RequestContext request) {
        if (deployment.settings().off()) {
            return Optional.empty();
        }
        Told told = new Told(request);
        deployment
                .declarations()
                .known()
                .sorted(comparing(declaration -> declaration.policy().name()))
                .forEach(told::add);
        List<QuotaUsage> usages = told.isEmpty() ? List.of() : usages(told.counters());
        if (usages.isEmpty() && told.lacksUser) {
            throw QuotaKeyException.anonymous();
        }
        return usages.isEmpty()
                ? Optional.empty()
                : Optional.of(new QuotaDecision(ledger.get().now(), usages, List.of(), false));
    }

    private List<QuotaUsage> usages(Collection<Counter> counters) {
        Map<Counter, QuotaUsage> usages = new LinkedHashMap<>();
        List<Counter> fixed =
                counters.stream().filter(counter -> !counter.hasLimitBy()).toList();
        if (!fixed.isEmpty()) {
            List<QuotaUsage> found = ledger.get()
                    .consume(fixed.stream().map(Counter::look).toList())
                    .usages();
            for (int i = 0; i < found.size(); i++) {
                usages.put(fixed.get(i), found.get(i));
            }
        }
        Map<String, List<QuotaUsage>> charged = counters.stream()
                .filter(Counter::hasLimitBy)
                .map(Counter::key)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), ledger.get()::usage));
        return counters.stream()
                .flatMap(counter -> counter.hasLimitBy()
                        ? counter.among(charged.get(counter.key()))
                        : Stream.of(usages.get(counter)))
                .toList();
    }

    /** What a caller's request tells. */
    private static final class Told {

        private final RequestContext request;
        private final Map<List<String>, Counter> counters = new LinkedHashMap<>();
        private boolean lacksUser;

        private Told(RequestContext request) {
            this.request = request;
        }

        void add(Declaration declaration) {
            declaration
                    .form()
                    .filter(form -> !form.usesCall())
                    .flatMap(form -> key(declaration, form))
                    .ifPresent(key -> {
                        Counter counter = new Counter(key, declaration);
                        counters.putIfAbsent(List.of(declaration.policy().name(), key), counter);
                    });
        }

        private Optional<String> key(Declaration declaration, KeyForm form) {
            try {
                return Optional.of(form.keyFor(new CallerOnly(declaration.quota(), request)));
            } catch (QuotaKeyException missing) {
                lacksUser |= missing.getResponse().getStatus() == UNAUTHORIZED;
                return Optional.empty();
            } catch (RuntimeException defect) {
                LOG.log(
                        Level.DEBUG,
                        "the usage of a caller lacks the quota declared on " + declaration.where(),
                        defect);
                return Optional.empty();
            }
        }

        boolean isEmpty() {
            return counters.isEmpty();
        }

        Collection<Counter> counters() {
            return new ArrayList<>(counters.values());
        }
    }

    /**
     * A counter of the caller's.
     *
     * @param key its key
     * @param declaration one of those that charge it
     */
    private record Counter(String key, Declaration declaration) {

        boolean hasLimitBy() {
            return declaration.hasLimitBy();
        }

        QuotaCharge look() {
            return new QuotaCharge(key, declaration.policy(), 0);
        }

        /** Its usage, if it was ever charged. */
        Stream<QuotaUsage> among(List<QuotaUsage> charged) {
            String name = declaration.policy().name();
            return charged.stream().filter(usage -> usage.policyName().equals(name));
        }
    }
}
