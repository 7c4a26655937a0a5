// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.Quotas;
import org.ration.cdi.Deployment;
import org.ration.cdi.LateChecks;
import org.ration.cdi.RequestContextHolder;
import org.ration.cdi.Settings;

/**
 * Adds the filter of requests outside JAX-RS, and has classes with quotas checked that CDI did not show: those of servlets,
 * and of objects that are no beans. Found through {@code META-INF/services}.
 */
@HandlesTypes({Quota.class, Quotas.class})
public class RationInitializer implements ServletContainerInitializer {

    private static final String NAME = "org.ration.http";

    /** For the container. */
    public RationInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> declaring, ServletContext application) {
        CDI<Object> beans = CDI.current();
        Deployment deployment = beans.select(Deployment.class).get();
        LateChecks.check(deployment, declaring == null ? Set.of() : declaring);
        if (!deployment.settings().off()) {
            add(filter(deployment.settings(), beans), application);
        }
    }

    private static RefusalFilter filter(Settings settings, CDI<Object> beans) {
        return new RefusalFilter(
                beans.select(RequestContextHolder.class).get(),
                settings.clientAddress(),
                new RateLimitHeaders(settings.headers()),
                new RetryAfter(settings.retryAfterMax()));
    }

    private static void add(RefusalFilter filter, ServletContext application) {
        FilterRegistration.Dynamic registration = application.addFilter(NAME, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
    }
}
