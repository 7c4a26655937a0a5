// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.testing.Deployment;

/** Of calls that the container does not intercept, the deployment warns. */
class UninterceptedCallsTest {

    private static final String HERE = UninterceptedCallsTest.class.getName() + "$";

    // self-calls

    @ApplicationScoped
    static class SelfCaller {
        public void outer() {
            priced();
        }

        public Runnable later() {
            return this::pricedLater;
        }

        @Quota(key = "global:self", limit = 1)
        public void priced() {}

        @Quota(key = "global:self", limit = 1)
        public void pricedLater() {}

        @Quota(key = "global:self", limit = 1)
        public void neverCalledHere() {}
    }

    @Test
    void warnsOfABeanThatCallsItself() {
        assertThat(Deployment.of(SelfCaller.class).warnings())
                .containsExactly(
                        "RATION-023 " + HERE + "SelfCaller calls its own method " + HERE + "SelfCaller#priced, which"
                                + " has a @Quota; such a call is not charged unless it goes through an injected"
                                + " reference",
                        "RATION-023 " + HERE + "SelfCaller calls its own method " + HERE + "SelfCaller#pricedLater,"
                                + " which has a @Quota; such a call is not charged unless it goes through an injected"
                                + " reference");
    }

    @ApplicationScoped
    static class CallerFromInside {
        public Runnable lambda() {
            return () -> {
                one();
                new Runnable() {
                    @Override
                    public void run() {
                        two();
                    }
                }.run();
            };
        }

        @Quota(key = "global:inside", limit = 1)
        public void one() {}

        @Quota(key = "global:inside", limit = 1)
        public void two() {}

        @Quota(key = "global:inside", limit = 1)
        public void three() {}

        @Quota(key = "global:inside", limit = 1)
        public void neverCalledFromInside() {}

        class Inner {
            class Innermost {
                void run() {
                    three();
                }
            }
        }

        static class Stranger {
            void run(CallerFromInside injected) {
                injected.neverCalledFromInside();
            }
        }
    }

    @Test
    void warnsOfABeanThatCallsItselfFromLambdasAndInnerClasses() {
        assertThat(Deployment.of(CallerFromInside.class).warnings())
                .extracting(warning -> warning.replaceFirst(".* own method .*#([a-zA-Z]+), which.*", "$1"))
                .containsExactlyInAnyOrder("one", "two", "three");
    }

    abstract static class TemplateMethod {
        public void outer() {
            step();
        }

        public abstract void step();
    }

    @ApplicationScoped
    static class Steps extends TemplateMethod {
        @Override
        @Quota(key = "global:steps", limit = 1)
        public void step() {}
    }

    @Test
    void warnsOfInheritedCodeThatCallsTheBean() {
        assertThat(Deployment.of(Steps.class).warnings())
                .containsExactly("RATION-023 " + HERE + "Steps calls its own method " + HERE
                        + "Steps#step, which has a @Quota; such a call is not charged unless it goes through an"
                        + " injected reference");
    }

    interface Work<T> {
        void on(T subject);
    }

    @ApplicationScoped
    static class Generic implements Work<String> {
        @Override
        @Quota(key = "global:generic", limit = 1)
        public void on(String subject) {}
    }

    @Test
    void doesNotWarnOfTheCompilersBridges() {
        assertThat(Deployment.of(Generic.class).warnings()).isEmpty();
    }

    // objects that are no beans

    static class MadeByHand {

        private final String name;

        MadeByHand(String name) {
            this.name = name;
        }

        @Quota(key = "global:new", limit = 1)
        public String run() {
            return name;
        }
    }

    @Test
    void warnsOfAClassThatIsNoBean() {
        assertThat(Deployment.of(MadeByHand.class).warnings())
                .containsExactly(
                        "RATION-024 @Quota on " + HERE + "MadeByHand has no effect unless the container makes the"
                                + " object, and its class is not a bean; give it a scope such as @RequestScoped, and"
                                + " inject it");
    }

    @Dependent
    static class Maker {
        @Produces
        public MadeByHand make() {
            return new MadeByHand("of a producer");
        }
    }

    @Test
    void warnsOfAProducedObject() {
        assertThat(Deployment.of(Maker.class).warnings())
                .containsExactly(
                        "RATION-033 " + HERE + "Maker#make produces " + HERE + "MadeByHand, whose @Quota has no effect"
                                + " on an object that the application makes itself; return an injected bean, or let the"
                                + " container make the object");
    }

    interface Sold {
        String run();
    }

    static class MadeBehindAnInterface extends MadeByHand implements Sold {
        MadeBehindAnInterface(String name) {
            super(name);
        }
    }

    @Dependent
    static class MakerOfInterface {
        @Produces
        public Sold make() {
            return new MadeBehindAnInterface("behind an interface");
        }
    }

    @Test
    void warnsOfAProducedObjectBehindAnInterface() {
        assertThat(Deployment.of(MakerOfInterface.class).warnings())
                .containsExactly("RATION-033 " + HERE + "MakerOfInterface#make produces " + HERE
                        + "MadeBehindAnInterface, whose @Quota has no effect on an object that the application makes"
                        + " itself; return an injected bean, or let the container make the object");
    }

    static class AddsABean implements Extension {
        void add(@Observes AfterBeanDiscovery event) {
            event.addBean().types(MadeByHand.class, Object.class).createWith(context -> new MadeByHand("synthetic"));
        }
    }

    @Test
    void warnsOfAnObjectThatAnExtensionMakes() {
        assertThat(Deployment.of().extensions(new AddsABean()).warnings())
                .containsExactly("RATION-033 an extension, by " + HERE + "AddsABean, produces " + HERE
                        + "MadeByHand, whose @Quota has no effect on an object that the application makes itself;"
                        + " return an injected bean, or let the container make the object");
    }
}
