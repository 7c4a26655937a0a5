// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import java.util.function.Predicate;
import org.ration.container.ContainerProxies;
import org.ration.key.KeyForms;

/**
 * The result of reading and checking the application at its deployment. Complete before the first bean is made;
 * read-only.
 *
 * @param settings the settings
 * @param declarations the declarations
 * @param keyForms reads key forms
 * @param seen whether CDI has shown a class with quotas
 * @param directories the directories of its users
 */
public record Deployment(
        Settings settings,
        Declarations declarations,
        KeyForms keyForms,
        Predicate<Class<?>> seen,
        DirectoryUsers directories) {

    /**
     * Describes a resource method to those who ask {@link ResourceMethods}.
     *
     * @param type the class of the resource
     * @param method the method, which has quotas
     */
    public void describe(Class<?> type, Method method) {
        Class<?> written = ContainerProxies.written(type);
        ResourceMethods.add(QuotaMethod.of(written, method, declarations.of(type, method), settings.headers()));
    }
}
