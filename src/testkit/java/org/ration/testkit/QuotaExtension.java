// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.ration.QuotaRegistry;

/**
 * Gives each test method separate quotas: a parameter of the type {@link InMemoryQuotas}, {@link QuotaRegistry} or
 * {@link MovableClock}. All parameters of one test, and of its {@code @BeforeEach} methods, belong together.
 */
public final class QuotaExtension implements ParameterResolver {

    private static final Namespace HERE = Namespace.create(QuotaExtension.class);

    /** For JUnit. */
    public QuotaExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == InMemoryQuotas.class || type == QuotaRegistry.class || type == MovableClock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        InMemoryQuotas quotas = test.getStore(HERE)
                .getOrComputeIfAbsent(InMemoryQuotas.class, any -> new InMemoryQuotas(), InMemoryQuotas.class);
        return parameter.getParameter().getType() == MovableClock.class ? quotas.clock() : quotas;
    }
}
