// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.ration.Quota;
import org.ration.Quotas;

/**
 * Compares the quotas that the container sees on a bean with those that the library reads. Other extensions can add
 * annotations and remove them, and make bindings and stereotypes of annotations.
 */
final class BindingChecks {

    private final BeanManager manager;
    private final DeploymentProblems problems;

    BindingChecks(BeanManager manager, DeploymentProblems problems) {
        this.manager = manager;
        this.problems = problems;
    }

    /**
     * Checks one enabled bean.
     *
     * @param bean its class, as all extensions have left it
     */
    void check(AnnotatedType<?> bean) {
        Class<?> type = bean.getJavaClass();
        boolean onClass = bindsQuota(bean.getAnnotations());
        if (onClass && QuotaAnnotations.onClass(type).quotas().isEmpty()) {
            problems.unread(type.getName());
        }
        for (AnnotatedMethod<?> method : bean.getMethods()) {
            check(type, method, onClass);
        }
    }

    private void check(Class<?> type, AnnotatedMethod<?> annotated, boolean onClass) {
        Method method = annotated.getJavaMember();
        boolean onMethod = bindsQuota(annotated.getAnnotations());
        if (onMethod && QuotaAnnotations.onMethod(type, method).isEmpty()) {
            problems.unread(DeploymentProblems.name(method));
        } else if (!onMethod && !onClass && !method.isBridge() && DeploymentChecks.hasQuota(type, method)) {
            problems.removed(DeploymentProblems.name(method));
        }
    }

    private boolean bindsQuota(Collection<Annotation> annotations) {
        return bindsQuota(annotations, new HashSet<>());
    }

    private boolean bindsQuota(Collection<Annotation> annotations, Set<Class<?>> seen) {
        return annotations.stream()
                .map(Annotation::annotationType)
                .anyMatch(type -> type == Quota.class
                        || type == Quotas.class
                        || seen.add(type) && bindsQuota(carriedBy(type), seen));
    }

    private Set<Annotation> carriedBy(Class<? extends Annotation> type) {
        if (manager.isInterceptorBinding(type)) {
            return manager.getInterceptorBindingDefinition(type);
        }
        return manager.isStereotype(type) ? manager.getStereotypeDefinition(type) : Set.of();
    }
}
