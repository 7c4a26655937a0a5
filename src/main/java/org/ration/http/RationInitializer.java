// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.Quotas;
import org.ration.cdi.CallerUsage;
import org.ration.cdi.Deployment;
import org.ration.cdi.LateChecks;
import org.ration.cdi.RequestContextHolder;
import org.ration.cdi.Settings;
import org.ration.container.Interception;

/**
 * Adds the filter of requests outside JAX-RS and the servlet of the caller's own usage, and checks classes with quotas
 * that CDI did not show: those of servlets, and of objects that are not beans. Found through {@code META-INF/services}.
 */
@HandlesTypes({Quota.class, Quotas.class})
public class RationInitializer implements ServletContainerInitializer {

    private static final String NAME = "org.ration.http";
    private static final String USAGE = "org.ration.usage";

    /** For the container. */
    public RationInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> declaring, ServletContext application) throws ServletException {
        CDI<Object> beans = CDI.current();
        Deployment deployment = beans.select(Deployment.class).get();
        checkLate(beans, declaring == null ? Set.of() : declaring, application);
        Settings settings = deployment.settings();
        RateLimitHeaders headers = new RateLimitHeaders(settings.headers());
        ProblemAnswer problems = new ProblemAnswer(new RetryAfter(settings.retryAfterMax()));
        if (!settings.off()) {
            RequestContextHolder holder =
                    beans.select(RequestContextHolder.class).get();
            add(new RefusalFilter(holder, settings.clientAddress(), headers, problems), application);
        }
        if (settings.usagePath().isPresent()) {
            CallerUsage usage = beans.select(CallerUsage.class).get();
            UsageServlet servlet = new UsageServlet(usage, settings.clientAddress(), headers, problems);
            String path = settings.usagePath().get();
            add(USAGE, servlet, path, application);
            add(USAGE + ".script", new UsageScript(), path + ".js", application);
        }
    }

    private static void checkLate(CDI<Object> beans, Set<Class<?>> declaring, ServletContext application) {
        boolean onlyBeans = Interception.interceptsOnlyBeans(application.getServerInfo());
        LateChecks.check(
                beans, declaring, type -> onlyBeans && beans.select(type).isUnsatisfied());
    }

    private static void add(RefusalFilter filter, ServletContext application) {
        FilterRegistration.Dynamic registration = application.addFilter(NAME, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
    }

    /** By whole paths, which go before the patterns of JAX-RS. */
    private static void add(String name, Servlet servlet, String path, ServletContext application)
            throws ServletException {
        ServletRegistration.Dynamic registration = application.addServlet(name, servlet);
        registration.setAsyncSupported(true);
        if (!registration.addMapping(path).isEmpty()) {
            throw new ServletException("RATION-070 ration.usage.path would take " + path
                    + ", where the application has a servlet of its own; use another path.");
        }
    }
}
