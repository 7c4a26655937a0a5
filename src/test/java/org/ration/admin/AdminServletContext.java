// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ration.admin.web.AdminInitializer;

/** The part of a server that the administration adds its servlet to. */
final class AdminServletContext {

    private final Set<String> taken;

    private List<String> roles = List.of();
    private List<String> mapped = List.of();
    private Servlet servlet;

    private AdminServletContext(String... taken) {
        this.taken = Set.of(taken);
    }

    /** An application that starts, with servlets of its own on these paths. */
    static AdminServletContext started(String... taken) throws ServletException {
        AdminServletContext context = new AdminServletContext(taken);
        new AdminInitializer().onStartup(null, as(ServletContext.class, context::application));
        return context;
    }

    /** The servlet, or null where none was added. */
    Servlet servlet() {
        return servlet;
    }

    List<String> mapped() {
        return mapped;
    }

    List<String> roles() {
        return roles;
    }

    private Object application(Object self, Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "declareRoles" -> {
                roles = List.of((String[]) arguments[0]);
                yield null;
            }
            case "addServlet" -> {
                servlet = (Servlet) arguments[1];
                yield as(ServletRegistration.Dynamic.class, this::registration);
            }
            default -> throw new UnsupportedOperationException(called.toString());
        };
    }

    /** As the specification has it: what is taken is answered, and nothing is mapped then. */
    private Object registration(Object self, Method called, Object[] arguments) {
        if (!called.getName().equals("addMapping")) {
            throw new UnsupportedOperationException(called.toString());
        }
        List<String> paths = Arrays.asList((String[]) arguments[0]);
        Set<String> conflicts = paths.stream().filter(taken::contains).collect(Collectors.toSet());
        if (conflicts.isEmpty()) {
            mapped = paths;
        }
        return conflicts;
    }

    private static <T> T as(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
