// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.el.ELContext;
import jakarta.el.ELResolver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forms of an application with a secret, an IPv6 prefix of 64, and some {@code @Named} beans. */
final class TestForms {

    static final Fingerprint FINGERPRINT = Fingerprint.keyed("a secret of the tests");

    private TestForms() {}

    static KeyForms forms() {
        return forms(Map.of());
    }

    static KeyForms forms(Map<String, Object> beans) {
        return forms(beans, UserNames.VERBATIM);
    }

    static KeyForms forms(Map<String, Object> beans, UserNames names) {
        ClientAddress addresses = new ClientAddress(List.of(), "X-Forwarded-For", 64);
        return new KeyForms(FINGERPRINT, addresses, names, new Beans(beans), beans::containsKey);
    }

    static KeyForm form(String text) {
        return forms().parse(text, null);
    }

    /** As the resolver of a bean manager does it. */
    private static final class Beans extends ELResolver {

        private final Map<String, Object> beans;

        Beans(Map<String, Object> beans) {
            this.beans = beans;
        }

        @Override
        public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
            Object bean = base == null ? beans.get(String.valueOf(property)) : null;
            if (bean != null) {
                context.setPropertyResolved(base, property);
            }
            return bean;
        }

        @Override
        public @Nullable Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
            return null;
        }

        @Override
        public void setValue(
                ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {}

        @Override
        public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
            return true;
        }

        @Override
        public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
            return null;
        }
    }
}
