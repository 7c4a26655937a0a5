// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import org.ration.container.ContainerProxies;

/**
 * The resource method that a request is about to call.
 *
 * @param type the class of the resource, or the container's class of its proxy
 * @param method the method as JAX-RS knows it: that of the class, or of an ancestor or interface of it
 */
public record MatchedMethod(Class<?> type, Method method) {

    /**
     * Whether a call is that of this method.
     *
     * @param target the object that is called, without its proxy
     * @param called the method that is called
     * @return false for methods of other classes, and for others of the same name
     */
    public boolean isCalled(Class<?> target, Method called) {
        Class<?> written = ContainerProxies.written(target);
        return called.getName().equals(method.getName())
                && resource().isAssignableFrom(written)
                && QuotaAnnotations.isOf(written, called, method);
    }

    /** The proxy of a view of an EJB has no class of the application above it. */
    private Class<?> resource() {
        Class<?> written = ContainerProxies.written(type);
        return ContainerProxies.isProxy(written) ? method.getDeclaringClass() : written;
    }
}
