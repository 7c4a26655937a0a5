// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.ration.Quota;

/** Libraries have classes that name others which are not there; a deployment does not fail because of them. */
class UnlinkableClassTest {

    public static class NotThere {}

    public static class NamesIt {

        @Quota(key = "user", limit = 1)
        public void run(NotThere argument) {}
    }

    @Test
    void aClassThatCannotBeLinkedHasNoQuotas() throws ClassNotFoundException {
        Class<?> unlinkable = new WithoutOne().loadClass(NamesIt.class.getName());
        assertThatThrownBy(unlinkable::getDeclaredMethods).isInstanceOf(NoClassDefFoundError.class);

        assertThat(QuotaAnnotations.anyIn(unlinkable)).isFalse();
        assertThat(QuotaAnnotations.anyIn(NamesIt.class)).isTrue();
    }

    /** Loads a class anew, and does not find the other. */
    private static final class WithoutOne extends ClassLoader {

        private WithoutOne() {
            super(UnlinkableClassTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(NotThere.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return name.equals(NamesIt.class.getName()) ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
