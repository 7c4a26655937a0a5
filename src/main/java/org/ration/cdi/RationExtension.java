// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.decorator.Decorator;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMember;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.configurator.AnnotatedMethodConfigurator;
import jakarta.enterprise.inject.spi.configurator.AnnotatedTypeConfigurator;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.annotation.Annotation;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.QuotaStore;
import org.ration.Quotas;
import org.ration.container.EarlyCallers;
import org.ration.key.KeyForms;

/**
 * The deployment: adds the interceptor where a {@link Quota} would silently have no effect, reads every declaration and
 * setting, and reports all that is wrong at once.
 */
public class RationExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.ration");

    private static final String DECORATOR = "a decorator";
    private static final String INTERCEPTOR = "an interceptor";

    private final ApplicationBeans beans = new ApplicationBeans();
    private final ManagedBeans managed = new ManagedBeans();
    private final Set<Class<?>> declaring = new LinkedHashSet<>();
    private final DirectoryUsers directories = new DirectoryUsers();
    private final DeploymentProblems problems = new DeploymentProblems();

    private @Nullable Deployment deployment;

    /** The result, once the deployment is validated. */
    Deployment deployment() {
        return deployment;
    }

    ApplicationBeans beans() {
        return beans;
    }

    /**
     * Adds the binding where the container does not see it: from interfaces, overridden methods, repeated annotations.
     */
    <T> void bind(@Observes ProcessAnnotatedType<T> event, BeanManager manager) {
        Class<T> type = event.getAnnotatedType().getJavaClass();
        directories.add(event.getAnnotatedType());
        EarlyCallers.add(event.getAnnotatedType());
        if (type.isInterface() || !QuotaAnnotations.anyIn(type)) {
            return;
        }
        Optional<String> kind = kindOfHelper(event.getAnnotatedType());
        if (kind.isPresent()) {
            QuotaAnnotations.writtenIn(type, kind.get().equals(DECORATOR))
                    .forEach(where -> problems.notOfBeans(where, kind.get()));
            return;
        }
        declaring.add(type);
        AnnotatedTypeConfigurator<T> bound = event.configureAnnotatedType();
        if (DeploymentChecks.hasObstacle(type)) {
            unbind(bound, manager);
            return;
        }
        if (!bound.getAnnotated().isAnnotationPresent(Quota.class)) {
            QuotaAnnotations.onClass(type).quotas().stream().findFirst().ifPresent(bound::add);
        }
        bound.methods().forEach(method -> bind(type, method));
    }

    private static void bind(Class<?> type, AnnotatedMethodConfigurator<?> method) {
        if (!method.getAnnotated().isAnnotationPresent(Quota.class)) {
            QuotaAnnotations.onMethod(type, method.getAnnotated().getJavaMember())
                    .flatMap(found -> found.quotas().stream().findFirst())
                    .ifPresent(method::add);
        }
    }

    /** Or the container would stop at a class that it cannot extend, before the other problems are known. */
    private static void unbind(AnnotatedTypeConfigurator<?> type, BeanManager manager) {
        type.remove(RationExtension::isQuota);
        type.methods().forEach(method -> method.remove(RationExtension::isQuota));
        if (type.getAnnotated().getAnnotations().stream()
                .anyMatch(annotation -> manager.isNormalScope(annotation.annotationType()))) {
            type.remove(annotation -> manager.isNormalScope(annotation.annotationType()));
            type.add(Dependent.Literal.INSTANCE);
        }
    }

    private static boolean isQuota(Annotation annotation) {
        return annotation instanceof Quota || annotation instanceof Quotas;
    }

    private static Optional<String> kindOfHelper(AnnotatedType<?> type) {
        if (type.isAnnotationPresent(Decorator.class)) {
            return Optional.of(DECORATOR);
        }
        return type.isAnnotationPresent(Interceptor.class) ? Optional.of(INTERCEPTOR) : Optional.empty();
    }

    void collect(@Observes ProcessBean<?> event) {
        Annotated declared = event.getAnnotated();
        beans.add(event.getBean(), declared);
        if (declared instanceof AnnotatedMember<?> producer) {
            ProducedObjects.check(producer, problems);
        } else if (!(declared instanceof AnnotatedType<?> type)) {
            ProducedObjects.check(event.getBean(), problems);
        } else if (kindOfHelper(type).isEmpty()) {
            managed.add(type, event.getBean());
        }
    }

    void validate(@Observes AfterDeploymentValidation event, BeanManager manager) {
        deployment = read(manager);
        Settings settings = deployment.settings();
        DeploymentChecks checks = new DeploymentChecks(deployment, problems);
        declaring.forEach(type -> check(type, checks));
        BindingChecks bindings = new BindingChecks(manager, problems);
        managed.types().filter(type -> !isUnbound(type)).forEach(bindings::check);
        settings.checkLimits(deployment.declarations().policyNames(), problems);
        directories.check(settings, deployment.declarations(), problems);
        ApplicationClock.check(beans, manager, problems);
        if (!settings.off()) {
            checkStore(manager);
        }
        problems.warnings().forEach(warning -> LOG.log(WARNING, warning));
        problems.throwIfAny(DeploymentException::new);
    }

    private void check(Class<?> type, DeploymentChecks checks) {
        if (managed.isDisabled(type)) {
            checks.checkDisabled(type);
        } else if (managed.contains(type)) {
            checks.checkBean(type);
        } else {
            checks.checkOther(type);
        }
    }

    /** Whether {@link #unbind} has dealt with a class. */
    private boolean isUnbound(AnnotatedType<?> type) {
        return declaring.contains(type.getJavaClass()) && DeploymentChecks.hasObstacle(type.getJavaClass());
    }

    private Deployment read(BeanManager manager) {
        Settings settings = Settings.read(SettingsSource.ofThisRuntime(), problems);
        NamedBeans named = new NamedBeans(beans, manager);
        KeyForms keyForms =
                new KeyForms(settings.fingerprint(), settings.clientAddress(), settings.userNames(), named, named::has);
        DeclarationReader reader =
                new DeclarationReader(settings, keyForms, type -> CallbackBeans.obstacle(type, beans, manager));
        return new Deployment(
                settings,
                new Declarations(reader, type -> declaring.contains(type) && managed.isFoundByClass(type)),
                keyForms,
                declaring::contains,
                directories);
    }

    private void checkStore(BeanManager manager) {
        Set<Bean<?>> stores = beans.of(EntityManager.class, QuotaStore.class);
        if (stores.isEmpty()) {
            problems.noStore();
        } else if (ApplicationBeans.one(stores, manager).isEmpty()) {
            problems.severalStores(beans.names(stores));
        }
    }
}
