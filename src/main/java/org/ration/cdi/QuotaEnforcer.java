// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.ejb.ApplicationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaExceededHandler;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.container.ContainerProxies;
import org.ration.container.EarlyCallers;
import org.ration.container.JoinedTransaction;
import org.ration.ledger.LedgerHold;
import org.ration.log.LogLimiter;
import org.ration.log.OneLine;

/**
 * The path of a call: gets the charges of its declarations, lets the ledger decide them all or nothing, and runs the
 * method or refuses it. Holds no lock and no transaction while the application's code runs.
 */
@ApplicationScoped
public class QuotaEnforcer {

    private static final Logger LOG = System.getLogger("org.ration");

    /** At once for each declaration; callers can have its code fail as often as they like. */
    private static final int MAX_DEFECTS = 50;

    private final Deployment deployment;
    private final CallbackBeans callbacks;
    private final CurrentRequestContext current;
    private final CheckedLedger ledger;
    private final Settlements settlements;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final LogLimiter observed = new LogLimiter();
    private final LogLimiter faults = new LogLimiter();
    private final LogLimiter defects = new LogLimiter(MAX_DEFECTS);

    /** For the client proxy. */
    protected QuotaEnforcer() {
        this(null, null, null, null, null);
    }

    @Inject
    QuotaEnforcer(
            Deployment deployment,
            CallbackBeans callbacks,
            CurrentRequestContext current,
            CheckedLedger ledger,
            Settlements settlements) {
        this.deployment = deployment;
        this.callbacks = callbacks;
        this.current = current;
        this.ledger = ledger;
        this.settlements = settlements;
    }

    /**
     * Charges a call, and makes it or refuses it.
     *
     * @param context the call
     * @return what the method answers; for a refused call what {@link Refusal} makes of it
     * @throws Exception what the method throws, or the refusal
     */
    Object charge(InvocationContext context) throws Exception {
        if (deployment.settings().off()) {
            return context.proceed();
        }
        List<Declaration> declarations =
                deployment.declarations().of(context.getTarget().getClass(), context.getMethod());
        if (declarations.isEmpty()) {
            return context.proceed();
        }
        RequestContext request = current.get();
        return isFree(request, context) ? context.proceed() : charge(context, declarations, request);
    }

    /** Questions about a resource cost nothing: CORS preflight, and what JAX-RS answers of itself through a locator. */
    private static boolean isFree(RequestContext request, InvocationContext context) {
        return request.httpMethod().filter("OPTIONS"::equals).isPresent()
                && (isPreflight(request) || isLocator(context));
    }

    /** The browser's question before a cross-origin request, which the client did not make itself. */
    private static boolean isPreflight(RequestContext request) {
        return request.header("Origin").isPresent()
                && request.header("Access-Control-Request-Method").isPresent();
    }

    /** JAX-RS reads its annotations on overridden methods, too. */
    private static boolean isLocator(InvocationContext context) {
        List<Annotation> annotations = QuotaAnnotations.withOverridden(
                        ContainerProxies.written(context.getTarget().getClass()), context.getMethod())
                .flatMap(method -> Stream.of(method.getAnnotations()))
                .toList();
        return annotations.stream().anyMatch(Path.class::isInstance)
                && annotations.stream()
                        .noneMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private Object charge(InvocationContext context, List<Declaration> declarations, RequestContext request)
            throws Exception {
        Optional<HeldCall> held;
        try {
            CallCharges charges = charges(context, declarations, request);
            Optional<Taken> taken = decide(charges);
            Optional<QuotaDecision> decision = taken.map(Taken::decision);
            if (decision.isPresent() && !decision.get().allowed()) {
                tell(context, request, decision.get());
                warn(context, declarations.get(0), request);
                return refuse(context, declarations, request, decision.get());
            }
            held = decision.isEmpty() ? Optional.empty() : allow(context, request, charges, taken.get());
        } catch (RuntimeException answer) {
            return Refusal.fail(context, answer);
        }
        return held.isEmpty() ? context.proceed() : held.get().proceed();
    }

    /** A call that is not made after all gives back what it holds. */
    private Optional<HeldCall> allow(
            InvocationContext context, RequestContext request, CallCharges charges, Taken taken) {
        Optional<SettlingCall> open = taken.hold().map(hold -> new SettlingCall(hold, charges, settlements));
        try {
            tell(context, request, taken.decision());
            logObserved(charges, taken.decision());
            return open.map(call -> new HeldCall(context, call, request));
        } catch (RuntimeException | Error thrown) {
            open.ifPresent(call -> call.failed(thrown));
            open.ifPresent(SettlingCall::end);
            throw thrown;
        }
    }

    /** A response that takes no headers changes nothing for the call, which is decided. */
    private static void tell(InvocationContext context, RequestContext request, QuotaDecision decision) {
        try {
            request.decided(decision);
            if (decision.allowed() && request instanceof NoRequestContext) {
                Refusal.announce(context, decision);
            }
        } catch (RuntimeException defect) {
            LOG.log(Level.WARNING, "a decision could not be written to a response", OneLine.of(defect));
        }
    }

    /** Refusals that do more to their callers than these may expect. */
    private void warn(InvocationContext context, Declaration declaration, RequestContext request) {
        String where = declaration.where();
        if (request instanceof NoRequestContext && EarlyCallers.isStarting()) {
            LOG.log(Level.WARNING, CallProblems.refusedWhileStarting(where));
        }
        JoinedTransaction.watch(ContainerProxies.written(context.getTarget().getClass()), () -> {
            if (lost.add(where)) {
                LOG.log(Level.WARNING, CallProblems.callersTransactionLost(where));
            }
        });
    }

    private CallCharges charges(InvocationContext context, List<Declaration> declarations, RequestContext request) {
        List<CallCharges.Line> charges = new ArrayList<>(declarations.size());
        for (Declaration declaration : declarations) {
            Call call = Call.of(declaration.quota(), context, request);
            QuotaCharge charge = ofTheApplication(declaration, () -> declaration.chargeFor(call, callbacks));
            charges.add(new CallCharges.Line(declaration, call, charge));
        }
        return new CallCharges(charges);
    }

    /** The decision; empty if the store cannot answer and the call passes nevertheless. */
    private Optional<Taken> decide(CallCharges charges) {
        try {
            return Optional.of(take(charges));
        } catch (QuotaStoreException fault) {
            boolean passes = passes(charges);
            String uncounted = fault.outcomeUnknown() ? " passes, counted or not" : " passes uncounted";
            String outcome = passes ? uncounted : " is refused with 503";
            logFault(charges.where() + outcome, fault);
            if (passes) {
                ledger.get().passUncounted(charges.all());
                return Optional.empty();
            }
            throw fault;
        }
    }

    private Taken take(CallCharges charges) {
        if (charges.declarations().noneMatch(Declaration::holds)) {
            return new Taken(ledger.get().consume(charges.all()), Optional.empty());
        }
        LedgerHold hold = ledger.get().chargeCall(charges.ofTheCall());
        return new Taken(hold.decision(), Optional.of(hold));
    }

    private boolean passes(CallCharges charges) {
        return deployment.settings().passWhenStoreFails()
                || charges.declarations()
                        .noneMatch(declaration -> declaration.policy().block());
    }

    private void logFault(String outcome, QuotaStoreException fault) {
        faults.each(
                outcome,
                more -> OneLine.warn(
                        LOG, more == 0 ? outcome : outcome + ", and " + more + " more since the last line", fault));
    }

    private void logObserved(CallCharges charges, QuotaDecision decision) {
        if (deployment.settings().mode() != Settings.Mode.OBSERVE) {
            return;
        }
        for (int i = 0; i < charges.lines().size(); i++) {
            CallCharges.Line line = charges.lines().get(i);
            QuotaUsage usage = decision.usages().get(i);
            boolean costs = line.charge().cost() > 0;
            if (costs && line.declaration().quota().block() && usage.used() + usage.reserved() > usage.limit()) {
                String would = "observed only: " + line.declaration().where() + " would be refused, because quota "
                        + usage.policyName() + " is at " + usage.used() + " of " + usage.limit()
                        + (usage.reserved() > 0 ? ", with " + usage.reserved() + " held" : "");
                observed.each(
                        usage.policyName(),
                        more -> LOG.log(
                                Level.INFO,
                                more == 0 ? would : would + "; so would " + more + " more since the last line"));
            }
        }
    }

    private Object refuse(
            InvocationContext context, List<Declaration> declarations, RequestContext request, QuotaDecision decision) {
        for (int i = 0; i < declarations.size(); i++) {
            Declaration declaration = declarations.get(i);
            Optional<QuotaExceededHandler> handler = declaration.handler(callbacks);
            if (handler.isPresent()
                    && decision.violated().contains(decision.usages().get(i))) {
                Call call = Call.of(declaration.quota(), context, request);
                Response response =
                        ofTheApplication(declaration, () -> handler.get().handle(call, decision));
                return Refusal.answer(context, decision, response);
            }
        }
        throw new QuotaExceededException(decision);
    }

    /** Runs the application's own code: a response it throws is the answer, anything else is a defect. */
    private <T> T ofTheApplication(Declaration declaration, Supplier<T> code) {
        try {
            T answer = code.get();
            if (answer == null) {
                throw new IllegalStateException("the answer is null");
            }
            return answer;
        } catch (WebApplicationException answer) {
            throw answer;
        } catch (Throwable defect) { // not of the library's making, and checked ones can come as well
            String message =
                    "could not evaluate the quota declared on " + declaration.where() + "; nothing was counted";
            defects.each(
                    declaration.where(),
                    more -> LOG.log(
                            Level.ERROR,
                            more == 0 ? message : message + "; and " + more + " more since the last line",
                            OneLine.of(defect)));
            throw new UntoldQuota(message, OneLine.of(defect)); // servers log it, too
        }
    }

    /**
     * The decision about a call.
     *
     * @param decision the decision
     * @param hold what the call holds if it is allowed; empty if all was counted at once
     */
    private record Taken(QuotaDecision decision, Optional<LedgerHold> hold) {}

    /** Leaves an EJB as it is: else the container would wrap and log it, and destroy the object. */
    @ApplicationException(rollback = true)
    private static final class UntoldQuota extends InternalServerErrorException {

        private static final long serialVersionUID = 1L;

        private UntoldQuota(String message, Throwable defect) {
            super(message, defect);
        }
    }
}
