// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.el.ELContext;
import jakarta.el.ELResolver;
import jakarta.el.PropertyNotWritableException;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names of the application's {@code @Named} beans in key templates; of a dependent bean there is one
 * instance.
 */
final class NamedBeans extends ELResolver {

    private final ApplicationBeans beans;
    private final BeanManager manager;
    private final Map<String, Object> references = new ConcurrentHashMap<>();

    NamedBeans(ApplicationBeans beans, BeanManager manager) {
        this.beans = beans;
        this.manager = manager;
    }

    boolean has(String name) {
        return ApplicationBeans.one(beans.named(name), manager).isPresent();
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        if (base != null || !(property instanceof String name)) {
            return null;
        }
        Object reference = references.get(name);
        if (reference == null) {
            reference = reference(name);
        }
        if (reference != null) {
            context.setPropertyResolved(null, property);
        }
        return reference;
    }

    private @Nullable Object reference(String name) {
        return ApplicationBeans.one(beans.named(name), manager)
                .map(bean -> manager.getReference(bean, Object.class, manager.createCreationalContext(bean)))
                .map(made -> references.merge(name, made, (first, second) -> first))
                .orElse(null);
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        Object value = getValue(context, base, property);
        return value == null ? null : value.getClass();
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        if (getValue(context, base, property) != null) {
            throw new PropertyNotWritableException("a bean cannot be replaced");
        }
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return base == null ? String.class : null;
    }
}
