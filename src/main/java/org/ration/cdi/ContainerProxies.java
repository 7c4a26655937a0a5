package org.ration.cdi;

/**
 * Tells objects that the container intercepts from others by their classes: it makes synthetic subclasses of beans, and
 * Payara and GlassFish name the classes of EJB references in a way of their own.
 */
public final class ContainerProxies {

    private static final String EJB_REFERENCE = "__EJB31_Generated__";

    private ContainerProxies() {}

    /**
     * Whether calls of such an object pass its interceptors.
     *
     * @param type the class of the object
     * @return true for a container's subclass
     */
    public static boolean isProxy(Class<?> type) {
        return type.isSynthetic() || type.getName().contains(EJB_REFERENCE);
    }

    /**
     * The class that the application wrote.
     *
     * @param type the class of an object
     * @return the class, or the nearest superclass that is no container's subclass
     */
    static Class<?> written(Class<?> type) {
        Class<?> written = type;
        while (isProxy(written) && written.getSuperclass() != Object.class) {
            written = written.getSuperclass();
        }
        return written;
    }
}
