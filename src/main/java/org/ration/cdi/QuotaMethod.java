// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import java.util.List;
import org.ration.QuotaExceededHandler;

/**
 * A method with quotas, for those who describe it.
 *
 * @param type the class that the application wrote
 * @param written the method, and those that it overrides, whose annotations of JAX-RS may apply to it
 * @param policies the names of its policies, in the order in which they are written
 * @param blocks whether a quota refuses calls
 * @param answersItself whether the application makes the answer to refused calls
 * @param headers which headers its answers have
 */
public record QuotaMethod(
        Class<?> type,
        List<Method> written,
        List<String> policies,
        boolean blocks,
        boolean answersItself,
        Settings.Headers headers) {

    static QuotaMethod of(Class<?> type, Method method, List<Declaration> declarations, Settings.Headers headers) {
        return new QuotaMethod(
                type,
                QuotaAnnotations.withOverridden(type, method).toList(),
                declarations.stream()
                        .map(declaration -> declaration.policy().name())
                        .toList(),
                declarations.stream()
                        .anyMatch(declaration -> declaration.policy().block()),
                declarations.stream()
                        .anyMatch(declaration -> declaration.quota().onExceeded() != QuotaExceededHandler.class),
                headers);
    }
}
