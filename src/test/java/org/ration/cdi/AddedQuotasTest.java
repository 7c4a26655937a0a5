// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InterceptionFactory;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.testing.Deployment;
import org.ration.testing.TestContainer;

/** What other extensions do to {@code @Quota} is reported: else a quota would be in force nowhere, silently. */
class AddedQuotasTest {

    private static final String HERE = AddedQuotasTest.class.getName() + "$";

    /** A quota as an extension would get it: from a class of its own. */
    @Quota(key = "global:added", limit = 1)
    private static final class Pattern {

        static Quota quota() {
            return Pattern.class.getAnnotation(Quota.class);
        }
    }

    @ApplicationScoped
    static class Plain {

        public void run() {}

        @Quota.None
        public void free() {}
    }

    private static String unread(String where) {
        return "RATION-050 " + HERE + where + " has a @Quota that an extension or an InterceptionFactory has added;"
                + " Ration does not read it, so it would have no effect; write it in the source, or charge through"
                + " QuotaRegistry.";
    }

    static class AddsToMethod implements Extension {
        void add(@Observes ProcessAnnotatedType<Plain> event) {
            event.configureAnnotatedType().methods().forEach(method -> method.add(Pattern.quota()));
        }
    }

    @Test
    void refusesAQuotaThatAnExtensionPutsOnAMethod() {
        assertThat(Deployment.of(Plain.class).extensions(new AddsToMethod()).problems())
                .containsExactly(unread("Plain#run"));
    }

    static class AddsToClass implements Extension {
        void add(@Observes ProcessAnnotatedType<Plain> event) {
            event.configureAnnotatedType().add(Pattern.quota());
        }
    }

    @Test
    void refusesAQuotaThatAnExtensionPutsOnAClass() {
        assertThat(Deployment.of(Plain.class).extensions(new AddsToClass()).problems())
                .containsExactly(unread("Plain"));
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Metered {}

    @ApplicationScoped
    static class WithForeignAnnotation {
        @Metered
        public void run() {}
    }

    static class MakesABinding implements Extension {
        void add(@Observes BeforeBeanDiscovery event) {
            event.addInterceptorBinding(Metered.class, new Annotation[] {Pattern.quota()});
        }
    }

    @Test
    void refusesAQuotaInABindingThatAnExtensionMakes() {
        assertThat(Deployment.of(WithForeignAnnotation.class)
                        .extensions(new MakesABinding())
                        .problems())
                .containsExactly(unread("WithForeignAnnotation#run"));
    }

    @ApplicationScoped
    @Metered
    static class WithForeignStereotype {
        public void run() {}
    }

    static class MakesAStereotype implements Extension {
        void add(@Observes BeforeBeanDiscovery event) {
            event.addStereotype(Metered.class, Pattern.quota());
        }
    }

    @Test
    void refusesAQuotaInAStereotypeThatAnExtensionMakes() {
        assertThat(Deployment.of(WithForeignStereotype.class)
                        .extensions(new MakesAStereotype())
                        .problems())
                .containsExactly(unread("WithForeignStereotype"));
    }

    @ApplicationScoped
    static class Priced {

        @Quota(key = "global:priced", limit = 1)
        public void run() {}
    }

    static class Removes implements Extension {
        void remove(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ProcessAnnotatedType<Priced> event) {
            event.configureAnnotatedType().methods().forEach(method -> method.remove(Quota.class::isInstance));
        }
    }

    @Test
    void refusesThatAnExtensionTakesAQuotaAway() {
        assertThat(Deployment.of(Priced.class).extensions(new Removes()).problems())
                .containsExactly(
                        "RATION-051 @Quota on " + HERE + "Priced#run has been removed by an extension, so it would have"
                                + " no effect; keep the extension from changing the class, or put @Quota.None on it.");
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Intercepted {

        final class Literal extends AnnotationLiteral<Intercepted> implements Intercepted {
            private static final long serialVersionUID = 1L;
        }
    }

    @Dependent
    static class Maker {

        @Produces
        @Intercepted
        public Plain make(InterceptionFactory<Plain> factory) {
            factory.configure().add(Pattern.quota());
            return factory.createInterceptedInstance(new Plain());
        }

        @Produces
        @Intercepted
        public Priced makePriced(InterceptionFactory<Priced> factory) {
            return factory.createInterceptedInstance(new Priced());
        }
    }

    @Test
    void refusesCallsOfAnObjectThatAFactoryGivesAQuota() {
        try (TestContainer application = Deployment.of(Maker.class, Plain.class).start()) {
            Plain made = application.select(Plain.class, new Intercepted.Literal());

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(made::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(unread("Plain#run"));
            }
            made.free();
        }
    }

    @Test
    void doesNotWarnOfAProducerThatHasItsObjectIntercepted() {
        assertThat(Deployment.of(Maker.class, Plain.class, Priced.class).warnings())
                .isEmpty();
    }
}
