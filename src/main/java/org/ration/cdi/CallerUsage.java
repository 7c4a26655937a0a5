// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.Comparator.comparing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ration.QuotaDecision;
import org.ration.QuotaKeyException;
import org.ration.QuotaUsage;
import org.ration.key.KeyForm;
import org.ration.ledger.CounterLook;
import org.ration.ledger.SharedReads;
import org.ration.log.OneLine;

/**
 * The usage of the one who asks: of each declared quota whose key the caller's request determines, whatever it calls. A
 * quota whose key cannot be determined is left out: it has a {@code keyBy}, or reads parameters or arguments, or the
 * request lacks a part. A key that was never charged is answered like one that has used nothing, so nobody learns which
 * keys there are.
 *
 * <p>Of several declarations of one counter the first counts, in the order of their classes' and methods' names. A
 * limit of {@code limitBy} is that of the last counted charge, since no call is there to ask it for; before the first
 * charge it is the declared one.
 *
 * <p>Nothing is charged. The database is read once, and by one request at a time on this node.
 */
@ApplicationScoped
public class CallerUsage {

    private static final Logger LOG = System.getLogger("org.ration");
    private static final int UNAUTHORIZED = 401;

    /** Each keeps a thread of the server waiting. */
    private static final int MAX_CALLERS = 32;

    private final Deployment deployment;
    private final CheckedLedger ledger;
    private final SharedReads<List<CounterLook>, List<QuotaUsage>> reads;

    /** For the client proxy. */
    protected CallerUsage() {
        this(null, null, null);
    }

    @Inject
    CallerUsage(Deployment deployment, CheckedLedger ledger) {
        this(
                deployment,
                ledger,
                new SharedReads<>(MAX_CALLERS, deployment.settings().timeout(), counters -> ledger.get()
                        .usage(counters)));
    }

    private CallerUsage(
            Deployment deployment, CheckedLedger ledger, SharedReads<List<CounterLook>, List<QuotaUsage>> reads) {
        this.deployment = deployment;
        this.ledger = ledger;
        this.reads = reads;
    }

    /**
     * The usage of a caller.
     *
     * @param request the request, which identifies the caller
     * @return what {@link QuotaDecision#usages} has, in the order of the policies' names; empty if there is none
     * @throws QuotaKeyException if there is none, and would be one if the caller were known: 401
     * @throws org.ration.QuotaStoreException if the database does not answer, or too many callers ask at once
     */
    public Optional<QuotaDecision> of(RequestContext request) {
        if (deployment.settings().off()) {
            return Optional.empty();
        }
        Counters asked = new Counters(request);
        declared().forEach(asked::add);
        if (asked.counters.isEmpty() && asked.lacksUser) {
            throw QuotaKeyException.anonymous();
        }
        return asked.counters.isEmpty()
                ? Optional.empty()
                : Optional.of(new QuotaDecision(
                        ledger.get().now(), reads.get(List.copyOf(asked.counters.values())), List.of(), false));
    }

    private Stream<Declaration> declared() {
        return deployment
                .declarations()
                .known()
                .sorted(comparing((Declaration declaration) ->
                                declaration.policy().name())
                        .thenComparing(Declaration::where));
    }

    /** The counters that a caller's request determines. */
    private static final class Counters {

        private final RequestContext request;
        private final Map<String, Optional<String>> keys = new HashMap<>();
        private final Map<List<String>, CounterLook> counters = new LinkedHashMap<>();
        private boolean lacksUser;

        private Counters(RequestContext request) {
            this.request = request;
        }

        void add(Declaration declaration) {
            declaration
                    .form()
                    .filter(form -> !form.usesCall())
                    .flatMap(form -> keys.computeIfAbsent(form.text(), any -> key(declaration, form)))
                    .ifPresent(key -> counters.putIfAbsent(
                            List.of(declaration.policy().name(), key),
                            new CounterLook(key, declaration.policy(), declaration.hasLimitBy())));
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
                        OneLine.of(defect));
                return Optional.empty();
            }
        }
    }
}
