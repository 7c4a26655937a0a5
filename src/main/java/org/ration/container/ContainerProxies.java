// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import java.lang.reflect.Proxy;

/**
 * Distinguishes the classes that a container makes, of objects that it intercepts, from those that the application
 * wrote.
 */
public final class ContainerProxies {

    private static final ClassValue<Boolean> PROXY = new ClassValue<>() {

        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.isSynthetic() || !hasFile(type);
        }
    };

    private ContainerProxies() {}

    /**
     * Whether calls of such an object pass its interceptors.
     *
     * @param type the class of the object
     * @return true for a class that was made at run time, or is marked as made
     */
    public static boolean isProxy(Class<?> type) {
        return PROXY.get(type);
    }

    // Views of EJBs are not synthetic on Payara Micro 6.2025.10 and WildFly 39; but a class made at run time has no
    // file.
    // WireContract.chargesAnEjbThatIsAResource and ContainerProxiesTest fail without this.
    private static boolean hasFile(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.getResource(type.getName().replace('.', '/') + ".class") != null;
    }

    /**
     * The class that the application wrote.
     *
     * @param type the class of an object
     * @return the class, or the nearest superclass that the container has not made; a proxy that has none is the
     *     class itself
     */
    public static Class<?> written(Class<?> type) {
        Class<?> written = type;
        while (isProxy(written) && extendsWritten(written)) {
            written = written.getSuperclass();
        }
        return written;
    }

    private static boolean extendsWritten(Class<?> proxy) {
        return proxy.getSuperclass() != Object.class && !Proxy.isProxyClass(proxy);
    }
}
