// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.ration.QuotaRegistry;

/**
 * Gives each test method separate quotas: a parameter of the type {@link InMemoryQuotas}, {@link QuotaRegistry} or
 * {@link MovableClock}. All parameters of one test, of its {@code @BeforeEach} methods, and of the constructor of its
 * instance (JUnit 5.12 and later), belong together. Parameters that several tests would share are refused: those of
 * {@code @BeforeAll}, and of the constructor of a class that has one instance for all tests.
 */
public final class QuotaExtension implements ParameterResolver {

    private static final Namespace HERE = Namespace.create(QuotaExtension.class);

    /** For JUnit. */
    public QuotaExtension() {}

    /** The constructor of a test's instance belongs to the test. Older versions of JUnit do not ask. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == InMemoryQuotas.class || type == QuotaRegistry.class || type == MovableClock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        if (test.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("quotas belong to one test, and this parameter to all of "
                    + test.getRequiredTestClass().getSimpleName()
                    + "; take it in a test method, in @BeforeEach, or in the constructor of"
                    + " a class that has an instance per test (JUnit 5.12)");
        }
        InMemoryQuotas quotas = test.getStore(HERE)
                .getOrComputeIfAbsent(InMemoryQuotas.class, any -> new InMemoryQuotas(), InMemoryQuotas.class);
        return parameter.getParameter().getType() == MovableClock.class ? quotas.clock() : quotas;
    }
}
