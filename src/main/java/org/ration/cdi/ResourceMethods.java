// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The resource methods with quotas of the application whose class loader has this class, for those who ask outside of
 * its CDI container: WildFly 39 makes OpenAPI documents before it starts, Payara Micro 6.2025.10 on threads of another
 * application. {@code OpenApiContract} fails with a lookup by CDI.
 */
public final class ResourceMethods {

    /** Documents that are made again and again are described by their latest editions. */
    private static final int MAX_RECEIVERS = 8;

    private static final Set<QuotaMethod> KNOWN = new LinkedHashSet<>();
    private static final Deque<Consumer<QuotaMethod>> RECEIVERS = new ArrayDeque<>();

    private ResourceMethods() {}

    /**
     * Takes note of a method.
     *
     * @param method the method
     */
    static synchronized void add(QuotaMethod method) {
        if (KNOWN.add(method)) {
            RECEIVERS.forEach(receiver -> receiver.accept(method));
        }
    }

    /**
     * Hands over the methods: those that are known now, and later those that become known when JAX-RS starts.
     *
     * @param receiver takes each method once
     */
    public static synchronized void each(Consumer<QuotaMethod> receiver) {
        if (RECEIVERS.size() == MAX_RECEIVERS) {
            RECEIVERS.remove();
        }
        RECEIVERS.add(receiver);
        KNOWN.forEach(receiver);
    }
}
