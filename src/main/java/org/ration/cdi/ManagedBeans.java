// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The classes of the enabled beans of an application, as all extensions have left them. */
final class ManagedBeans {

    private final Map<Class<?>, AnnotatedType<?>> types = new LinkedHashMap<>();
    private final Set<Class<?>> foundByClass = new HashSet<>();

    void add(AnnotatedType<?> type, Bean<?> bean) {
        Class<?> java = type.getJavaClass();
        types.put(java, type);
        if (bean.getTypes().stream().anyMatch(each -> isOf(java, each))) {
            foundByClass.add(java);
        }
    }

    private static boolean isOf(Class<?> type, Type beanType) {
        return beanType == type || beanType instanceof ParameterizedType generic && generic.getRawType() == type;
    }

    Stream<AnnotatedType<?>> types() {
        return types.values().stream();
    }

    boolean contains(Class<?> type) {
        return types.containsKey(type);
    }

    /**
     * Whether a bean has its own class among its types. JAX-RS takes such a bean, with all that extensions have added;
     * of what it does not find so it makes objects anew.
     *
     * @param type the class
     * @return true if it can be injected by its class
     */
    boolean isFoundByClass(Class<?> type) {
        return foundByClass.contains(type);
    }

    /**
     * Whether a class would be a bean if another one did not replace it.
     *
     * @param type the class
     * @return true for an alternative that is not selected, and for what another bean specializes
     */
    boolean isDisabled(Class<?> type) {
        return isSpecialized(type) || !contains(type) && isAlternative(type);
    }

    /** Weld 5.1 shows such a bean as if it were enabled: {@code EnabledBeansTest}. */
    private boolean isSpecialized(Class<?> type) {
        return types.keySet().stream()
                .anyMatch(other -> other.isAnnotationPresent(Specializes.class) && other.getSuperclass() == type);
    }

    private static boolean isAlternative(Class<?> type) {
        return type.isAnnotationPresent(Alternative.class)
                || Arrays.stream(type.getAnnotations())
                        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(Alternative.class));
    }
}
