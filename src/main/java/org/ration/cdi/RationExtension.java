package org.ration.cdi;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.decorator.Decorator;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
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
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.QuotaStore;
import org.ration.Quotas;
import org.ration.key.KeyForms;

/**
 * The deployment: puts the interceptor where a {@link Quota} would silently not be in force, reads every declaration and
 * setting, and reports all that is wrong at once.
 */
public class RationExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.ration");

    private final ApplicationBeans beans = new ApplicationBeans();
    private final Set<Class<?>> declaring = new LinkedHashSet<>();
    private final Set<Class<?>> beanTypes = new HashSet<>();
    private final Set<Class<?>> foundByClass = new HashSet<>();
    private final DeploymentProblems problems = new DeploymentProblems();

    private @Nullable Deployment deployment;

    /** What was read and checked, once the deployment is validated. */
    Deployment deployment() {
        return deployment;
    }

    ApplicationBeans beans() {
        return beans;
    }

    /** Adds the binding where the container does not see it: from interfaces, overridden methods, repeated annotations. */
    <T> void bind(@Observes ProcessAnnotatedType<T> event) {
        Class<T> type = event.getAnnotatedType().getJavaClass();
        if (isIntercepted(event.getAnnotatedType()) && QuotaAnnotations.anyIn(type)) {
            declaring.add(type);
            AnnotatedTypeConfigurator<T> bound = event.configureAnnotatedType();
            if (DeploymentChecks.hasObstacle(type)) {
                unbind(bound); // or the container stops at it before the other problems are known
                return;
            }
            if (!bound.getAnnotated().isAnnotationPresent(Quota.class)) {
                QuotaAnnotations.onClass(type).quotas().stream().findFirst().ifPresent(bound::add);
            }
            bound.methods().forEach(method -> bind(type, method));
        }
    }

    private static void bind(Class<?> type, AnnotatedMethodConfigurator<?> method) {
        if (!method.getAnnotated().isAnnotationPresent(Quota.class)) {
            QuotaAnnotations.onMethod(type, method.getAnnotated().getJavaMember())
                    .flatMap(found -> found.quotas().stream().findFirst())
                    .ifPresent(method::add);
        }
    }

    private static void unbind(AnnotatedTypeConfigurator<?> type) {
        type.remove(RationExtension::isQuota);
        type.methods().forEach(method -> method.remove(RationExtension::isQuota));
    }

    private static boolean isQuota(Annotation annotation) {
        return annotation instanceof Quota || annotation instanceof Quotas;
    }

    private static boolean isIntercepted(AnnotatedType<?> type) {
        return !type.getJavaClass().isInterface()
                && !type.isAnnotationPresent(Interceptor.class)
                && !type.isAnnotationPresent(Decorator.class);
    }

    void collect(@Observes ProcessBean<?> event) {
        beans.add(event.getBean(), event.getAnnotated());
        if (event.getAnnotated() instanceof AnnotatedMember<?> producer) {
            checkProduced(producer);
        }
        if (event.getAnnotated() instanceof AnnotatedType<?> type && isIntercepted(type)) {
            beanTypes.add(type.getJavaClass());
            if (event.getBean().getTypes().stream().anyMatch(each -> isOf(type.getJavaClass(), each))) {
                foundByClass.add(type.getJavaClass());
            }
        }
    }

    private static boolean isOf(Class<?> type, Type beanType) {
        return beanType == type || beanType instanceof ParameterizedType generic && generic.getRawType() == type;
    }

    /** Whether JAX-RS takes the bean, with what {@link #bind} added; of what it does not find so it makes objects anew. */
    private boolean isBound(Class<?> type) {
        return declaring.contains(type) && foundByClass.contains(type);
    }

    private void checkProduced(AnnotatedMember<?> producer) {
        if (producer.getBaseType() instanceof Class<?> type && QuotaAnnotations.anyIn(type)) {
            problems.produced(ApplicationBeans.name(producer), type);
        }
    }

    void validate(@Observes AfterDeploymentValidation event, BeanManager manager) {
        deployment = read(manager);
        Settings settings = deployment.settings();
        DeploymentChecks checks = new DeploymentChecks(deployment.declarations(), problems);
        declaring.forEach(type -> checks.check(type, beanTypes.contains(type)));
        settings.checkLimits(deployment.declarations().policyNames(), problems);
        ApplicationClock.check(beans, manager, problems);
        if (!settings.off()) {
            checkStore(manager);
        }
        problems.warnings().forEach(warning -> LOG.log(WARNING, warning));
        problems.throwIfAny(DeploymentException::new);
    }

    private Deployment read(BeanManager manager) {
        Settings settings = Settings.read(SettingsSource.ofThisRuntime(), problems);
        NamedBeans named = new NamedBeans(beans, manager);
        KeyForms keyForms = new KeyForms(settings.fingerprint(), settings.clientAddress(), named, named::has);
        DeclarationReader reader =
                new DeclarationReader(settings, keyForms, type -> CallbackBeans.obstacle(type, beans, manager));
        return new Deployment(settings, new Declarations(reader, this::isBound), keyForms);
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
