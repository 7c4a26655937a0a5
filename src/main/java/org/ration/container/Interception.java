// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import static java.util.function.Predicate.not;

import jakarta.ejb.Schedule;
import jakarta.ejb.Schedules;
import jakarta.ejb.Timeout;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ration.key.CalledMethod;

/**
 * Which methods are calls that a quota counts, and which of them a container can intercept. The one predicate of the
 * checks at deployment and of charging.
 */
public final class Interception {

    private static final Set<String> LIFECYCLE = Set.of(
            "jakarta.annotation.PostConstruct",
            "jakarta.annotation.PreDestroy",
            "jakarta.ejb.PostActivate",
            "jakarta.ejb.PrePassivate");

    /** On a method or on one of its parameters. By name, since not every server has them all. */
    private static final Set<String> CALLBACKS = Set.of(
            "jakarta.annotation.Resource",
            "jakarta.ejb.AfterBegin",
            "jakarta.ejb.AfterCompletion",
            "jakarta.ejb.BeforeCompletion",
            "jakarta.ejb.EJB",
            "jakarta.enterprise.event.Observes",
            "jakarta.enterprise.event.ObservesAsync",
            "jakarta.enterprise.inject.Disposes",
            "jakarta.enterprise.inject.Produces",
            "jakarta.inject.Inject",
            "jakarta.interceptor.AroundConstruct",
            "jakarta.interceptor.AroundInvoke",
            "jakarta.interceptor.AroundTimeout",
            "jakarta.persistence.PersistenceContext",
            "jakarta.persistence.PersistenceUnit",
            "jakarta.websocket.OnClose",
            "jakarta.websocket.OnError");

    /** On a method, that is, on a setter; on a parameter of a resource method they mean nothing here. */
    private static final Set<String> SETTERS = Set.of(
            "jakarta.ws.rs.BeanParam",
            "jakarta.ws.rs.CookieParam",
            "jakarta.ws.rs.FormParam",
            "jakarta.ws.rs.HeaderParam",
            "jakarta.ws.rs.MatrixParam",
            "jakarta.ws.rs.PathParam",
            "jakarta.ws.rs.QueryParam",
            "jakarta.ws.rs.core.Context");

    /** By name, since the web profile has not all of them. */
    private static final Set<String> OF_EJBS =
            Set.of("jakarta.ejb.SessionSynchronization", "jakarta.ejb.SessionBean", "jakarta.ejb.MessageDrivenBean");

    private static final Set<String> OF_SERVLETS = Set.of("init", "destroy", "getServletConfig", "getServletInfo");

    private static final Set<String> CONCURRENT = Set.of("jakarta.enterprise.concurrent.Asynchronous");
    private static final Set<String> ASYNCHRONOUS =
            Set.of("jakarta.ejb.Asynchronous", "jakarta.enterprise.concurrent.Asynchronous");

    private static final String ENDPOINT = "jakarta.websocket.server.ServerEndpoint";
    private static final Set<String> ENDPOINTS = Set.of(ENDPOINT);

    /**
     * Classes that a container instantiates and intercepts although CDI does not know them as beans. By name, as above.
     */
    private static final Set<String> COMPONENTS =
            Set.of("jakarta.ejb.MessageDriven", "jakarta.jws.WebService", ENDPOINT, "jakarta.ws.rs.Path");

    private Interception() {}

    /**
     * Whether a quota on a class applies to a method.
     *
     * @param method the method
     * @return true for a public method of objects that callers call, and for a timer's
     */
    public static boolean takesQuotaOfClass(Method method) {
        return isTimer(method)
                || Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !isOfObject(method)
                        && !isCallback(method);
    }

    /**
     * Why calls of a method are not intercepted, or not made by callers.
     *
     * @param method the method
     * @param declaresQuota whether the quota is on the method and not on its class, which means business methods only
     * @return the reason; empty if they are
     */
    public static Optional<String> obstacle(Method method, boolean declaresQuota) {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers)) {
            return Optional.of("static");
        }
        if (isTimer(method)) {
            return Optional.empty();
        }
        if (Modifier.isFinal(modifiers)) {
            return Optional.of("final");
        }
        return declaresQuota ? obstacle(method) : Optional.empty();
    }

    private static Optional<String> obstacle(Method method) {
        if (has(method, LIFECYCLE)) {
            return Optional.of("a lifecycle callback");
        }
        if (isOfObject(method)) {
            return Optional.of("a method of java.lang.Object");
        }
        return Optional.of("not public").filter(any -> !Modifier.isPublic(method.getModifiers()));
    }

    /**
     * Why a container cannot intercept the objects of a class.
     *
     * @param type the class
     * @return the reason; empty if it can
     */
    public static Optional<String> obstacle(Class<?> type) {
        if (type.isRecord()) {
            return Optional.of("a record");
        }
        if (Modifier.isFinal(type.getModifiers())) {
            return Optional.of("final");
        }
        if (type.isSealed()) {
            return Optional.of("sealed");
        }
        boolean closed = Arrays.stream(type.getDeclaredConstructors())
                .map(Constructor::getModifiers)
                .allMatch(Modifier::isPrivate);
        return closed && !type.isInterface() ? Optional.of("a class with private constructors only") : Optional.empty();
    }

    /**
     * Whether the container calls a method, of any visibility, by a timer.
     *
     * @param method the method
     * @return true if it is annotated so
     */
    public static boolean isTimer(Method method) {
        return Stream.of(Schedule.class, Schedules.class, Timeout.class).anyMatch(method::isAnnotationPresent);
    }

    /**
     * Whether the container makes and intercepts the objects of a class that is not a bean.
     *
     * @param type the class
     * @return true for resources, servlets, filters, message-driven beans and other endpoints
     */
    public static boolean isComponent(Class<?> type) {
        return isOfServlets(type)
                || Arrays.stream(type.getAnnotations()).anyMatch(annotation -> isOneOf(annotation, COMPONENTS));
    }

    /**
     * Whether objects of a class are endpoints of WebSocket.
     *
     * @param type the class
     * @return true if it is annotated so
     */
    public static boolean isEndpoint(Class<?> type) {
        return Arrays.stream(type.getAnnotations()).anyMatch(annotation -> isOneOf(annotation, ENDPOINTS));
    }

    private static boolean isOfServlets(Class<?> type) {
        return Servlet.class.isAssignableFrom(type) || Filter.class.isAssignableFrom(type);
    }

    /**
     * Whether a method runs, with its interceptors, on a thread that has no request.
     *
     * @param method the method
     * @return true if the method or its class is annotated so
     */
    public static boolean isAsynchronous(Method method) {
        return isAnnotated(method, ASYNCHRONOUS);
    }

    /**
     * Whether Jakarta Concurrency runs a method on another thread.
     *
     * @param method the method
     * @return true if the method or its class is annotated so
     */
    public static boolean isConcurrent(Method method) {
        return isAnnotated(method, CONCURRENT);
    }

    private static boolean isAnnotated(Method method, Set<String> names) {
        return Stream.of(method.getAnnotations(), method.getDeclaringClass().getAnnotations())
                .flatMap(Arrays::stream)
                .anyMatch(annotation -> isOneOf(annotation, names));
    }

    /**
     * Whether a server makes endpoints of WebSocket by their constructor, without interceptors, unless they are beans:
     * Open Liberty 26.0.0.3, as {@code OutsideJaxRsContract.anEndpointThatIsNoBeanIsRefusedWhereItIsNotIntercepted}
     * shows.
     *
     * @param serverInfo how the server names itself
     * @return true on such a server
     */
    public static boolean interceptsOnlyBeans(String serverInfo) {
        return serverInfo.contains("Liberty");
    }

    /**
     * Whether the container, or a base class, calls a method past its interceptors or not for a caller: to inject,
     * produce or observe, to begin or end a life.
     *
     * @param method the method
     * @return true if its calls are never counted
     */
    public static boolean isCallback(Method method) {
        boolean onParameter = Arrays.stream(method.getParameterAnnotations())
                .flatMap(Arrays::stream)
                .anyMatch(annotation -> isOneOf(annotation, CALLBACKS));
        return onParameter
                || has(method, LIFECYCLE)
                || has(method, CALLBACKS)
                || has(method, SETTERS)
                || isOfServlet(method)
                || isOfEjb(method);
    }

    private static boolean has(Method method, Set<String> names) {
        return Arrays.stream(method.getAnnotations()).anyMatch(annotation -> isOneOf(annotation, names));
    }

    private static boolean isOneOf(Annotation annotation, Set<String> names) {
        return names.contains(annotation.annotationType().getName());
    }

    /**
     * Callers reach a servlet by {@code service(ServletRequest, ServletResponse)}; {@code HttpServlet} calls all else.
     */
    private static boolean isOfServlet(Method method) {
        Class<?> type = method.getDeclaringClass();
        boolean byHttpServlet = HttpServlet.class.isAssignableFrom(type)
                && Arrays.asList(method.getParameterTypes()).contains(HttpServletRequest.class);
        boolean ofServletApi = type.getName().startsWith("jakarta.servlet.")
                && !method.getName().equals("service")
                && !method.getName().equals("doFilter");
        return byHttpServlet || ofServletApi || isOfServlets(type) && OF_SERVLETS.contains(method.getName());
    }

    /** The methods that an EJB implements for its container, which calls them past all interceptors. */
    private static boolean isOfEjb(Method method) {
        return CalledMethod.hierarchy(method.getDeclaringClass())
                .filter(type -> OF_EJBS.contains(type.getName()))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .anyMatch(own -> hasSignature(own, method));
    }

    private static boolean hasSignature(Method one, Method other) {
        return one.getName().equals(other.getName())
                && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }

    private static boolean isOfObject(Method method) {
        return Arrays.stream(Object.class.getDeclaredMethods())
                .filter(not(own -> Modifier.isPrivate(own.getModifiers())))
                .anyMatch(own -> hasSignature(own, method));
    }
}
