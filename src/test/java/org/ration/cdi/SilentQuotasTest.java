// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Schedule;
import jakarta.ejb.SessionSynchronization;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.Quota;
import org.ration.testing.Deployment;
import org.ration.testing.TestContainer;

/** Where a {@code @Quota} would silently have no effect, the deployment fails or warns. */
class SilentQuotasTest {

    private static final String HERE = SilentQuotasTest.class.getName() + "$";

    static class Unreachable {
        @Quota(key = "user", limit = 1)
        void packagePrivate() {}

        @Quota(key = "user", limit = 1)
        protected void inherited() {}

        @Quota(key = "user", limit = 1)
        private void hidden() {}

        @Quota(key = "user", limit = 1)
        public static void ofTheClass() {}

        @PostConstruct
        @Quota(key = "user", limit = 1)
        public void begin() {}
    }

    @Test
    void refusesMethodsThatNoContainerIntercepts() {
        String remedy = "; make it a public method that is neither static nor final.";
        assertThat(Deployment.of(Unreachable.class).problems())
                .containsExactly(
                        "RATION-022 @Quota on " + HERE + "Unreachable#begin has no effect, because the method is a"
                                + " lifecycle callback" + remedy,
                        "RATION-022 @Quota on " + HERE + "Unreachable#hidden has no effect, because the method is not"
                                + " public" + remedy,
                        "RATION-022 @Quota on " + HERE + "Unreachable#inherited has no effect, because the method is"
                                + " not public" + remedy,
                        "RATION-022 @Quota on " + HERE + "Unreachable#ofTheClass has no effect, because the method is"
                                + " static" + remedy,
                        "RATION-022 @Quota on " + HERE + "Unreachable#packagePrivate has no effect, because the"
                                + " method is not public" + remedy);
    }

    static class Final {
        @Quota(key = "user", limit = 1)
        public final void run() {}
    }

    @Test
    void refusesFinalMethods() {
        assertThat(Deployment.of(Final.class).problems())
                .containsExactly(
                        "RATION-022 @Quota on " + HERE + "Final#run has no effect, because the method is final;"
                                + " make it a public method that is neither static nor final.");
    }

    @Quota(key = "user", limit = 1)
    static class FinalInClass {
        public final void run() {}
    }

    @Test
    void refusesFinalMethodsOfAClassWithQuota() {
        assertThat(Deployment.of(FinalInClass.class).problems())
                .containsExactly(
                        "RATION-022 @Quota on " + HERE + "FinalInClass#run has no effect, because the method is"
                                + " final; make it a public method that is neither static nor final.");
    }

    static class FinalParent {
        @Quota(key = "user", limit = 1)
        public final void run() {}
    }

    @Dependent
    static class FinalChild extends FinalParent {}

    @Test
    void refusesInheritedFinalMethods() {
        assertThat(Deployment.of(FinalChild.class).problems())
                .containsExactly("RATION-022 @Quota on " + HERE + "FinalParent#run has no effect, because the method"
                        + " is final; make it a public method that is neither static nor final.");
    }

    @Test
    void refusesMethodsOfResourcesThatAreSeenOnlyWhenJaxRsStarts() throws NoSuchMethodException {
        Method method = Final.class.getMethod("run");
        try (TestContainer application = Deployment.of().start()) {
            Declarations declarations = declarationsOf(application);

            assertThatThrownBy(() -> declarations.applyTo(Final.class, method))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("RATION-022 @Quota on " + HERE + "Final#run has no effect, because the method is final;"
                            + " make it a public method that is neither static nor final.");
        }
    }

    static class LateAndIllegal {
        @Quota(key = "user", limit = 1, scope = "late")
        @Quota(key = "usr", limit = 1)
        public void run() {}
    }

    static class LateAndOtherwise {
        @Quota(key = "user", limit = 2, scope = "late")
        public void run() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {Final.class, LateAndIllegal.class})
    void refusesWhatIsReadLateEachTimeAndTakesNothingOfIt(Class<?> late) throws NoSuchMethodException {
        Method method = late.getMethod("run");
        Method otherwise = LateAndOtherwise.class.getMethod("run");
        try (TestContainer application = Deployment.of().start()) {
            Declarations declarations = declarationsOf(application);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> declarations.applyTo(late, method)).isInstanceOf(IllegalStateException.class);
            }
            assertThat(declarations.published()).isEmpty();
            assertThat(declarations.applyTo(LateAndOtherwise.class, otherwise)).isTrue();
        }
    }

    interface Priced {
        @Quota(key = "global:unseen", limit = 1)
        void run();
    }

    static class OfInterface implements Priced {
        @Override
        public void run() {}
    }

    static class Overridden {
        @Quota(key = "global:unseen", limit = 1)
        public void run() {}
    }

    static class Overriding extends Overridden {
        @Override
        public void run() {}
    }

    static class Twice {
        @Quota(key = "global:unseen", limit = 1)
        @Quota(key = "global:unseen", limit = 1, scope = "other")
        public void run() {}
    }

    @ParameterizedTest
    @CsvSource({"OfInterface, Priced#run", "Overriding, Overridden#run"})
    void refusesResourcesThatCdiDoesNotKnowWhereItDoesNotSeeTheQuota(String type, String where) throws Exception {
        Class<?> unseen = Class.forName(HERE + type);
        Method method = unseen.getMethod("run");
        try (TestContainer application = Deployment.of().start()) {
            Declarations declarations = declarationsOf(application);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> declarations.applyTo(unseen, method))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("RATION-036 @Quota on " + HERE + where + " does not apply to " + HERE + type
                                + ", which CDI does not know: the annotation is on an interface or on an overridden"
                                + " method; give the class a scope such as @RequestScoped.");
            }
        }
    }

    @Quota(key = "global:seen", limit = 1)
    static class Seen implements Priced {
        @Override
        public void run() {}
    }

    static class Heir extends Overridden {}

    static class SeenByClass extends Seen {}

    @ParameterizedTest
    @ValueSource(classes = {Seen.class, Heir.class, Overridden.class, SeenByClass.class, Twice.class})
    void takesResourcesThatCdiDoesNotKnowWhereItSeesTheQuota(Class<?> unseen) throws Exception {
        Method method = unseen.getMethod("run");
        try (TestContainer application = Deployment.of().start()) {
            assertThat(declarationsOf(application).applyTo(unseen, method)).isTrue();
        }
    }

    /** As an EJB whose only view is its interface. */
    @Dependent
    @Typed(Priced.class)
    static class BehindItsInterface implements Priced {
        @Override
        public void run() {}
    }

    @Test
    void refusesResourcesThatCdiKnowsByTheirInterfacesOnly() throws NoSuchMethodException {
        Method method = BehindItsInterface.class.getMethod("run");
        try (TestContainer application = Deployment.of(BehindItsInterface.class).start()) {
            Declarations declarations = declarationsOf(application);

            assertThatThrownBy(() -> declarations.applyTo(BehindItsInterface.class, method))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("RATION-036 ");
        }
    }

    static class GenericResource<T> implements Priced {
        @Override
        public void run() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {OfInterface.class, Overriding.class, Twice.class, GenericResource.class})
    void takesResourcesThatCdiKnows(Class<?> seen) throws Exception {
        Method method = seen.getMethod("run");
        try (TestContainer application = Deployment.of(seen).start()) {
            assertThat(declarationsOf(application).applyTo(seen, method)).isTrue();
        }
    }

    static class FinalBeside {
        @Quota(key = "user", limit = 1)
        public void run() {}

        public final void unpriced() {}

        public static void ofTheClass() {}
    }

    @Test
    void leavesFinalMethodsWithoutQuotaAlone() {
        assertThat(Deployment.of(FinalBeside.class).problems()).isEmpty();
    }

    @Test
    void reportsAFinalMethodTogetherWithAllElse() {
        assertThat(Deployment.of(Final.class, Unreachable.class)
                        .with("ration.mode=on")
                        .problems())
                .hasSize(7);
    }

    // timers

    @Quota(key = "user", limit = 1)
    @Quota(key = "global:all", limit = 1, scope = "all")
    static class Nightly {
        @Schedule
        void ofTheClass() {}

        @Schedule
        @Quota(key = "team:{header['X-Team']}", limit = 1, scope = "team")
        public void ofItsOwn() {}

        @Schedule
        @Quota(key = "team:{empty user ? 'nobody' : user}", limit = 1, scope = "any")
        public void ofAnybody() {}

        @Schedule
        @Quota.None
        public void free() {}

        public void run() {}
    }

    @Test
    void warnsOfTimersWhoseKeyNeedsACaller() {
        String remedy =
                "\" and a timer has neither a caller nor a request; put @Quota.None on it, or a @Quota with a key"
                        + " such as \"global:NAME\"";
        assertThat(Deployment.of(Nightly.class).warnings())
                .containsExactly(
                        "RATION-038 the timer method " + HERE + "Nightly#ofItsOwn is never run, because its @Quota"
                                + " counts by \"team:{header['X-Team']}" + remedy,
                        "RATION-038 the timer method " + HERE
                                + "Nightly#ofTheClass is never run, because its @Quota counts by" + " \"user" + remedy);
    }

    // helpers of beans

    @Decorator
    @Priority(1)
    @Quota(key = "global:decorator", limit = 1)
    abstract static class Decorating implements UninterceptedCallsTest.Sold {
        @Inject
        @Delegate
        UninterceptedCallsTest.Sold delegate;

        @Override
        @Quota(key = "global:decorator", limit = 1)
        public String run() {
            return delegate.run();
        }
    }

    @Interceptor
    @Meets
    @Priority(1)
    static class Intercepting {
        @AroundInvoke
        @Quota(key = "global:interceptor", limit = 1)
        public Object around(InvocationContext call) throws Exception {
            return call.proceed();
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Meets {}

    @Test
    void refusesQuotasOfDecoratorsAndInterceptors() {
        assertThat(Deployment.of(Decorating.class, Intercepting.class).problems())
                .containsExactly(
                        "RATION-054 @Quota on " + HERE
                                + "Decorating has no effect, because it is in a decorator; put it on the bean.",
                        "RATION-054 @Quota on " + HERE
                                + "Decorating#run has no effect, because it is in a decorator; put it on the bean.",
                        "RATION-054 @Quota on " + HERE + "Intercepting#around(InvocationContext) has no effect,"
                                + " because it is in an interceptor; put it on the bean.");
    }

    @Decorator
    @Priority(1)
    abstract static class DecoratingPriced implements Priced {
        @Inject
        @Delegate
        Priced delegate;

        @Override
        public void run() {
            delegate.run();
        }
    }

    @Test
    void leavesADecoratorOfAPricedInterfaceAlone() {
        assertThat(Deployment.of(DecoratingPriced.class, BehindItsInterface.class)
                        .problems())
                .isEmpty();
    }

    static class Callbacks {
        @Quota(key = "global:callback", limit = 1)
        public void warm(@Observes String event) {}

        @Quota(key = "global:callback", limit = 1)
        @Produces
        public Integer number() {
            return 1;
        }

        @Quota(key = "global:callback", limit = 1)
        public void end(@Disposes Integer number) {}

        @Quota(key = "global:callback", limit = 1)
        @Inject
        public void wire(Event<String> event) {}

        @Override
        @Quota(key = "global:callback", limit = 1)
        public String toString() {
            return "";
        }
    }

    @Test
    void refusesQuotasOnWhatTheContainerCalls() {
        String remedy = " has no effect, because the container calls the method itself; put it on a method that"
                + " callers call; in a servlet, on service(ServletRequest, ServletResponse) or on the class.";
        assertThat(Deployment.of(Callbacks.class).problems())
                .containsExactly(
                        "RATION-022 @Quota on " + HERE + "Callbacks#toString has no effect, because the method is a"
                                + " method of java.lang.Object; make it a public method that is neither static nor"
                                + " final.",
                        "RATION-053 @Quota on " + HERE + "Callbacks#end(Integer)" + remedy,
                        "RATION-053 @Quota on " + HERE + "Callbacks#number" + remedy,
                        "RATION-053 @Quota on " + HERE + "Callbacks#warm(String)" + remedy,
                        "RATION-053 @Quota on " + HERE + "Callbacks#wire(Event)" + remedy);
    }

    static class Synchronized implements SessionSynchronization {
        @Override
        @Quota(key = "global:callback", limit = 1)
        public void afterBegin() {}

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(boolean committed) {}

        @Quota(key = "global:callback", limit = 1)
        public void afterBegin(String notOfTheInterface) {}
    }

    @Test
    void refusesQuotasOnWhatTheContainerCallsByAnInterface() {
        assertThat(Deployment.of(Synchronized.class).problems())
                .singleElement(STRING)
                .startsWith("RATION-053 @Quota on " + HERE + "Synchronized#afterBegin has no effect");
    }

    static class OfServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        @Quota(key = "global:servlet", limit = 1)
        public void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    @Quota(key = "global:servlet", limit = 1)
    static class OnServlet extends OfServlet {
        private static final long serialVersionUID = 1L;

        @Override
        public void doGet(HttpServletRequest request, HttpServletResponse response) {}

        @Override
        public void init() {}
    }

    @Test
    void refusesQuotasOnMethodsThatHttpServletCalls() {
        assertThat(Deployment.of(OfServlet.class).problems())
                .containsExactly("RATION-053 @Quota on " + HERE
                        + "OfServlet#doGet(HttpServletRequest, HttpServletResponse) has no effect, because the"
                        + " container calls the method itself; put it on a method that callers call; in a"
                        + " servlet, on service(ServletRequest, ServletResponse) or on the class.");
    }

    // classes that cannot be extended

    @ApplicationScoped
    static final class FinalClass {
        @Quota(key = "global:final", limit = 1)
        public void run() {}
    }

    @Quota(key = "global:final", limit = 1)
    record Recorded() {
        public void run() {}
    }

    @ApplicationScoped
    @Quota(key = "global:final", limit = 1)
    static class Hidden {
        @Inject
        private Hidden() {}

        public void run() {}
    }

    @ApplicationScoped
    static class FinalMethodInScope {
        @Quota(key = "global:final", limit = 1)
        public final void run() {}
    }

    @Dependent
    static class User {
        @Inject
        FinalClass finalClass;

        @Inject
        Hidden hidden;

        @Inject
        FinalMethodInScope finalMethod;
    }

    @Test
    void refusesClassesThatCannotBeExtendedTogetherWithAllElse() {
        String remedy = "; make it a class that can be extended, with a constructor that is not private.";
        assertThat(Deployment.of(
                                FinalClass.class,
                                Recorded.class,
                                Hidden.class,
                                FinalMethodInScope.class,
                                User.class,
                                Unreachable.class)
                        .problems())
                .contains(
                        "RATION-052 @Quota has no effect on " + HERE + "FinalClass, because the class is final"
                                + remedy,
                        "RATION-052 @Quota has no effect on " + HERE + "Hidden, because the class is a class with"
                                + " private constructors only" + remedy,
                        "RATION-052 @Quota has no effect on " + HERE + "Recorded, because the class is a record"
                                + remedy)
                .anyMatch(problem -> problem.contains("FinalMethodInScope#run has no effect"))
                .hasSize(9);
    }

    // no false alarms

    @ApplicationScoped
    @Quota(key = "global:facade", limit = 1)
    static class Facade {
        public void outer() {
            step();
            helper();
        }

        protected void step() {}

        void helper() {}
    }

    @Test
    void doesNotWarnOfCallsOfMethodsThatAreNotCharged() {
        assertThat(Deployment.of(Facade.class).warnings()).isEmpty();
    }

    @MessageDriven
    static class OfMessages {
        OfMessages(String argument) {}

        @Quota(key = "global:messages", limit = 1)
        public void on(String message) {}
    }

    @Test
    void doesNotWarnOfComponentsThatTheContainerIntercepts() {
        assertThat(Deployment.of(OfMessages.class).warnings()).isEmpty();
    }

    abstract static class NeverExtended {
        @Quota(key = "usr", limit = 1)
        public void run() {}
    }

    @Test
    void isSilentAboutAnAbstractClassThatNothingExtends() {
        assertThat(Deployment.of(NeverExtended.class).problems()).isEmpty();
        assertThat(Deployment.of(NeverExtended.class).warnings()).isEmpty();
    }

    private static Declarations declarationsOf(TestContainer application) {
        return application.select(org.ration.cdi.Deployment.class).declarations();
    }
}
