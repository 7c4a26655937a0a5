// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.lang.System.Logger;
import java.lang.reflect.Method;
import org.ration.cdi.CallProblems;
import org.ration.cdi.MatchedMethod;
import org.ration.container.ContainerProxies;

/**
 * Refuses a request to a method with quotas on an object that the container did not make: its interceptors would not
 * run, and the method would have no limit. Notes which method the request calls.
 */
final class InterceptionGuard implements ContainerRequestFilter {

    private static final Logger LOG = System.getLogger("org.ration");

    private final Method method;

    /**
     * A guard.
     *
     * @param method the resource method that it guards
     */
    InterceptionGuard(Method method) {
        this.method = method;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Class<?> type = request.getUriInfo().getMatchedResources().get(0).getClass();
        if (!ContainerProxies.isProxy(type)) {
            LOG.log(ERROR, CallProblems.notIntercepted(type));
            throw new InternalServerErrorException("the quota of this resource has no effect");
        }
        JaxRsRequestContext.of(request).ifPresent(context -> context.matched(new MatchedMethod(type, method)));
    }
}
