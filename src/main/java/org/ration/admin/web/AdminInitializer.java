// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaRegistry;
import org.ration.admin.QuotaAdministration;
import org.ration.cdi.AdminSettings;
import org.ration.cdi.Deployment;

/** Adds the servlet to the application, if the settings want it. Found through {@code META-INF/services}. */
public class AdminInitializer implements ServletContainerInitializer {

    private static final String NAME = "org.ration.admin";

    /** For the container. */
    public AdminInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> none, ServletContext application) throws ServletException {
        CDI<Object> beans = CDI.current();
        AdminSettings settings = beans.select(Deployment.class).get().settings().admin();
        if (settings.enabled()) {
            add(
                    new AdminServlet(
                            settings.role(),
                            new Api(
                                    beans.select(QuotaAdministration.class).get(),
                                    beans.select(QuotaRegistry.class).get()),
                            PageFiles.read()),
                    settings,
                    application);
        }
    }

    private static void add(AdminServlet servlet, AdminSettings settings, ServletContext application)
            throws ServletException {
        application.declareRoles(settings.role());
        ServletRegistration.Dynamic registration = application.addServlet(NAME, servlet);
        if (!registration.addMapping(settings.path() + "/*").isEmpty()) {
            throw new ServletException("RATION-035 ration.admin.path is " + settings.path()
                    + ", where the application has a servlet of its own; use another path.");
        }
    }
}
