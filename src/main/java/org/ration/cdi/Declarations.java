package org.ration.cdi;

import static java.util.Comparator.comparing;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ration.Quota;
import org.ration.QuotaDeclaration;
import org.ration.QuotaPeriod;

/**
 * The declarations of the application, each method's read once: at deployment where the container shows the class, else
 * when JAX-RS starts or at the first call.
 *
 * <p>Safe for use by many threads. Memory is in proportion to the methods that have quotas.
 */
public final class Declarations {

    private final DeclarationReader reader;
    private final Map<Called, List<Declaration>> byMethod = new ConcurrentHashMap<>();
    private final Map<Declaration.Identity, Declaration> byIdentity = new ConcurrentHashMap<>();

    Declarations(DeclarationReader reader) {
        this.reader = reader;
    }

    /**
     * The declarations that apply to a call, in the order in which they are written.
     *
     * @param type the class of the object that is called
     * @param method the method that is called
     * @return the declarations; empty if there are none, or they are lifted
     * @throws IllegalStateException if a declaration is illegal, which the deployment could not see
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
     * @throws IllegalStateException if one is illegal
     */
    public boolean applyTo(Class<?> type, Method method) {
        return !of(type, method).isEmpty();
    }

    private List<Declaration> readNow(Class<?> type, Method method) {
        Problems problems = new Problems();
        List<Declaration> declarations = read(Proxies.written(type), method, problems);
        problems.throwIfAny(IllegalStateException::new);
        byMethod.put(new Called(type, method), declarations);
        return declarations;
    }

    /**
     * Reads the declarations that apply to a method, and checks them against all others.
     *
     * @param type the class of the object that is called
     * @param method the method
     * @param problems takes what is wrong
     * @return the declarations that are right
     */
    synchronized List<Declaration> read(Class<?> type, Method method, Problems problems) {
        QuotaAnnotations.Found found = QuotaAnnotations.of(type, method);
        String where = found.where();
        List<Declaration> declarations = new ArrayList<>();
        for (Quota quota : found.quotas()) {
            reader.read(quota, where, method, problems).ifPresent(declarations::add);
        }
        checkEachCounterOnce(declarations, problems);
        declarations.forEach(declaration -> checkAgainstOthers(declaration, problems));
        byMethod.put(new Called(type, method), List.copyOf(declarations));
        return List.copyOf(declarations);
    }

    /**
     * What the application declares, as far as it is known.
     *
     * @return the declarations, each once, ordered by where they stand
     */
    List<QuotaDeclaration> published() {
        return byMethod.values().stream()
                .flatMap(List::stream)
                .map(Declaration::published)
                .distinct()
                .sorted(comparing(QuotaDeclaration::where)
                        .thenComparing(declaration -> declaration.policy().name()))
                .toList();
    }

    private static void checkEachCounterOnce(List<Declaration> declarations, Problems problems) {
        Set<String> names = new HashSet<>();
        for (Declaration declaration : declarations) {
            if (!names.add(declaration.policy().name())) {
                problems.sameCounterTwice(
                        declaration.where(), declaration.policy().name());
            }
        }
    }

    private void checkAgainstOthers(Declaration declaration, Problems problems) {
        Declaration other = byIdentity.putIfAbsent(declaration.identity(), declaration);
        if (other == null) {
            return;
        }
        long limit = declaration.policy().limit();
        long otherLimit = other.policy().limit();
        if (limit != otherLimit && !declaration.hasLimitBy() && !other.hasLimitBy()) {
            problems.conflict(other, declaration, "limit", otherLimit, limit);
        }
        if (!declaration.zone().equals(other.zone())) {
            problems.conflict(other, declaration, "zone", other.zone(), declaration.zone());
        }
        QuotaPeriod period = declaration.policy().period();
        if (!period.equals(other.policy().period())) {
            problems.conflict(other, declaration, "period", other.policy().period(), period);
        }
    }

    private record Called(Class<?> type, Method method) {}
}
