// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toCollection;

import java.lang.System.Logger;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ration.Quota;
import org.ration.QuotaDeclaration;
import org.ration.QuotaPeriod;
import org.ration.container.ContainerProxies;
import org.ration.key.CalledMethod;
import org.ration.ledger.startup.DeclaredCounter;

/**
 * The declarations of the application, each method's read once: at deployment where the container shows the class, else
 * when JAX-RS starts or at the first call.
 *
 * <p>Safe for use by many threads. Memory is in proportion to the methods that have quotas.
 */
public final class Declarations {

    private static final Logger LOG = System.getLogger("org.ration");

    private final DeclarationReader reader;
    private final Predicate<Class<?>> bound;
    private final Map<Called, List<Declaration>> byMethod = new ConcurrentHashMap<>();
    private final Set<Declaration> all = new LinkedHashSet<>();

    /**
     * Declarations, of which none is known yet.
     *
     * @param reader reads annotations
     * @param bound the classes that were given the interceptor's binding where the container does not see one
     */
    Declarations(DeclarationReader reader, Predicate<Class<?>> bound) {
        this.reader = reader;
        this.bound = bound;
    }

    /**
     * The declarations that apply to a call, in the order in which they are written.
     *
     * @param type the class of the object that is called
     * @param method the method that is called
     * @return the declarations; empty if they are lifted, or the method is not one that a quota of its class counts
     * @throws IllegalStateException if a declaration is illegal, which the deployment could not see, or if there is
     *     none at all, since the reason for the interception is then unknown
     */
    List<Declaration> of(Class<?> type, Method method) {
        List<Declaration> known = byMethod.get(new Called(type, method));
        return known != null ? known : readNow(type, method);
    }

    /**
     * Reads the declarations that apply to a JAX-RS resource method, which the deployment may not have seen.
     *
     * @param type the class of the resource
     * @param method the resource method
     * @return whether there are any
     * @throws IllegalStateException if one is illegal, or has no effect
     */
    public boolean applyTo(Class<?> type, Method method) {
        Class<?> written = ContainerProxies.written(type);
        if (QuotaAnnotations.of(written, method).quotas().isEmpty()) {
            return false;
        }
        of(type, method);
        requireInForce(written, method);
        return true;
    }

    /**
     * Whether calls of a resource method hold units until their outcome is known.
     *
     * @param type the class of the resource
     * @param method a resource method whose declarations are legal
     * @return true if one of its declarations holds
     */
    public boolean hold(Class<?> type, Method method) {
        return of(type, method).stream().anyMatch(Declaration::holds);
    }

    /** An object of the container does not imply that this method is intercepted: another interceptor suffices. */
    private void requireInForce(Class<?> type, Method method) {
        if (!bound.test(type) && !Proxy.isProxyClass(type) && !QuotaAnnotations.isSeenByContainer(type, method)) {
            DeploymentProblems problems = new DeploymentProblems();
            problems.notBound(QuotaAnnotations.of(type, method).where(), type.getName());
            problems.throwIfAny(IllegalStateException::new);
        }
    }

    private synchronized List<Declaration> readNow(Class<?> type, Method method) {
        Set<Declaration> before = Set.copyOf(all);
        DeploymentProblems problems = new DeploymentProblems();
        Class<?> written = ContainerProxies.written(type);
        List<Declaration> declarations = read(written, method, problems);
        if (QuotaAnnotations.nowhere(written, method)) {
            problems.unread(DeploymentProblems.name(method));
        } else if (!declarations.isEmpty()) {
            problems.uncounted(
                    method, QuotaAnnotations.onMethod(written, method).isPresent());
        }
        problems.warnings().forEach(warning -> LOG.log(WARNING, warning));
        if (!problems.errors().isEmpty()) {
            byMethod.remove(new Called(written, method)); // or the next call would pass without what is illegal
            all.retainAll(before);
        }
        problems.throwIfAny(IllegalStateException::new);
        byMethod.put(new Called(type, method), declarations);
        return declarations;
    }

    /**
     * Reads the declarations that apply to a method, and checks them against all others.
     *
     * @param type the class of the object that is called
     * @param method the method
     * @param problems receives the problems
     * @return the declarations that are right
     */
    synchronized List<Declaration> read(Class<?> type, Method method, DeploymentProblems problems) {
        List<Declaration> declarations = readApart(type, method, problems);
        declarations.forEach(declaration -> checkAgainstOthers(declaration, problems));
        byMethod.put(new Called(type, method), List.copyOf(declarations));
        return List.copyOf(declarations);
    }

    /**
     * Reads declarations that have no effect, to check that they are legal.
     *
     * @param type the class
     * @param method the method
     * @param problems receives the problems
     * @return the declarations that are right
     */
    List<Declaration> readApart(Class<?> type, Method method, DeploymentProblems problems) {
        QuotaAnnotations.Found found = QuotaAnnotations.of(type, method);
        List<Declaration> declarations = new ArrayList<>();
        for (Quota quota : found.quotas()) {
            reader.read(quota, found.where(), new CalledMethod(type, method), problems)
                    .ifPresent(declarations::add);
        }
        checkEachCounterOnce(declarations, problems);
        return declarations;
    }

    /**
     * The declarations of the application, as far as they are known.
     *
     * @return the declarations, each once, ordered by their place in the code
     */
    List<QuotaDeclaration> published() {
        return known().map(Declaration::published)
                .distinct()
                .sorted(comparing(QuotaDeclaration::where)
                        .thenComparing(declaration -> declaration.policy().name()))
                .toList();
    }

    /** All that are known by now, in no order; those on a class once for each of its methods. */
    Stream<Declaration> known() {
        return byMethod.values().stream().flatMap(List::stream);
    }

    /**
     * The policy names of the declarations, as far as they are known.
     *
     * @return the names in alphabetical order
     */
    SortedSet<String> policyNames() {
        return published().stream()
                .map(declaration -> declaration.policy().name())
                .collect(toCollection(TreeSet::new));
    }

    /** Whether keys have the names of users in them. */
    boolean countUsers() {
        return known().map(declaration -> declaration.identity().key())
                .anyMatch(key -> key.equals("user") || key.contains("{user}"));
    }

    /**
     * The declarations that other applications on the same tables may have of the same counters.
     *
     * @return one for each key form, scope and period unit whose limit is not the application's own code
     */
    List<DeclaredCounter> shared() {
        return known().filter(declaration -> !declaration.hasLimitBy())
                .map(Declaration::shared)
                .distinct()
                .toList();
    }

    private static void checkEachCounterOnce(List<Declaration> declarations, DeploymentProblems problems) {
        Set<String> names = new HashSet<>();
        for (Declaration declaration : declarations) {
            if (!names.add(declaration.policy().name())) {
                problems.sameCounterTwice(
                        declaration.where(), declaration.policy().name());
            }
        }
    }

    private void checkAgainstOthers(Declaration declaration, DeploymentProblems problems) {
        if (all.add(declaration)) {
            all.stream().filter(other -> other != declaration).forEach(other -> {
                boolean inOrder = other.where().compareTo(declaration.where()) <= 0;
                check(inOrder ? other : declaration, inOrder ? declaration : other, problems);
            });
        }
    }

    private static void check(Declaration one, Declaration other, DeploymentProblems problems) {
        if (one.canMeet(other)) {
            problems.keysCanMeet(one.published(), other.published());
        }
        if (one.identity().equals(other.identity())) {
            compare(one, other, problems::conflict);
        } else if (one.readsAlike(other)) {
            compare(one, other, problems::mayConflict);
        }
    }

    private static void compare(Declaration one, Declaration other, Difference difference) {
        long limit = one.policy().limit();
        long otherLimit = other.policy().limit();
        if (limit != otherLimit && !one.hasLimitBy() && !other.hasLimitBy()) {
            difference.found(one.published(), other.published(), "limit", limit, otherLimit);
        }
        if (!one.zone().equals(other.zone())) {
            difference.found(one.published(), other.published(), "zone", one.zone(), other.zone());
        }
        QuotaPeriod period = one.policy().period();
        if (!period.equals(other.policy().period())) {
            difference.found(
                    one.published(),
                    other.published(),
                    "period",
                    period,
                    other.policy().period());
        }
    }

    /** Takes what two declarations of one counter do not have in common. */
    @FunctionalInterface
    private interface Difference {
        void found(QuotaDeclaration one, QuotaDeclaration other, String member, Object ofOne, Object ofOther);
    }

    private record Called(Class<?> type, Method method) {}
}
