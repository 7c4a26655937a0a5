// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaExceededException;
import org.ration.testing.Deployed;
import org.ration.testing.TestDatabase;

/** Where a {@code @Quota} may stand, and that it is in force there. */
@Deployed
class InterceptedMethodsCdiTest {

    @Inject
    TestDatabase database;

    // on methods

    @RequestScoped
    static class OnMethod {

        @Quota(key = "global:method", limit = 2)
        public String run() {
            return "done";
        }

        public String free() {
            return "free";
        }
    }

    @Inject
    OnMethod onMethod;

    @Test
    void chargesAMethodUntilTheLimitAndRefusesItThen() {
        assertThat(onMethod.run()).isEqualTo("done");
        assertThat(onMethod.run()).isEqualTo("done");

        assertThatThrownBy(onMethod::run).isInstanceOf(QuotaExceededException.class);

        assertThat(database.used("global:method")).isEqualTo(2);
    }

    @Test
    void leavesMethodsWithoutQuotaAlone() {
        assertThat(onMethod.free()).isEqualTo("free");

        assertThat(database.used()).isZero();
    }

    @Dependent
    static class Dependents {

        @Quota(key = "global:dependent", limit = 2)
        public void run() {}
    }

    @Inject
    Dependents dependents;

    @Test
    void chargesDependentBeans() {
        dependents.run();

        assertThat(database.used("global:dependent")).isEqualTo(1);
    }

    @Stateless
    static class SessionBean {

        @Quota(key = "global:ejb", limit = 2)
        public void run() {}
    }

    @Inject
    SessionBean sessionBean;

    @Test
    void chargesSessionBeans() {
        sessionBean.run();

        assertThat(database.used("global:ejb")).isEqualTo(1);
    }

    // on classes

    @ApplicationScoped
    @Quota(key = "global:class", limit = 100)
    static class OnClass {

        public void one() {}

        public void two() {}

        @Quota(key = "global:replaced", limit = 100)
        public void replaced() {}

        @Quota.None
        public void lifted() {}
    }

    @Inject
    OnClass onClass;

    @Test
    void chargesEveryBusinessMethodOfAClass() {
        onClass.one();
        onClass.two();

        assertThat(database.used("global:class")).isEqualTo(2);
    }

    @Test
    void chargesTheQuotaOfTheMethodInPlaceOfThatOfItsClass() {
        onClass.replaced();

        assertThat(database.used("global:replaced")).isEqualTo(1);
        assertThat(database.used()).isEqualTo(1);
    }

    @Test
    void noneLiftsTheQuotaOfTheClass() {
        onClass.lifted();

        assertThat(database.used()).isZero();
    }

    // repeated

    @ApplicationScoped
    static class Repeated {

        @Quota(key = "global:repeated", limit = 100, period = "day")
        @Quota(key = "global:repeated", limit = 100, period = "month", cost = 10)
        public void run() {}
    }

    @Inject
    Repeated repeated;

    @Test
    void chargesEachOfSeveralQuotasOnceOnAMethod() {
        repeated.run();

        assertThat(database.used("global:repeated")).isEqualTo(11);
    }

    @ApplicationScoped
    @Quota(key = "global:repeated-class", limit = 100, period = "day")
    @Quota(key = "global:repeated-class", limit = 100, period = "month", cost = 10)
    static class RepeatedOnClass {

        public void run() {}
    }

    @Inject
    RepeatedOnClass repeatedOnClass;

    @Test
    void chargesEachOfSeveralQuotasOnceOnAClass() {
        repeatedOnClass.run();

        assertThat(database.used("global:repeated-class")).isEqualTo(11);
    }

    // in stereotypes and other bindings

    @Stereotype
    @ApplicationScoped
    @Quota(key = "global:stereotype", limit = 100)
    @Quota(key = "global:stereotype", limit = 100, period = "day", cost = 10)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Metered {}

    @Metered
    static class InStereotype {

        public void run() {}

        @Quota.None
        public void lifted() {}
    }

    @Inject
    InStereotype inStereotype;

    @Test
    void chargesTheQuotasOfAStereotype() {
        inStereotype.run();
        inStereotype.lifted();

        assertThat(database.used("global:stereotype")).isEqualTo(11);
    }

    @Stereotype
    @Metered
    @Retention(RetentionPolicy.RUNTIME)
    @interface MeteredInTurn {}

    @MeteredInTurn
    static class InStereotypeOfStereotype {

        public void run() {}
    }

    @Inject
    InStereotypeOfStereotype inStereotypeOfStereotype;

    @Test
    void chargesTheQuotasOfAStereotypeInAStereotype() {
        inStereotypeOfStereotype.run();

        assertThat(database.used("global:stereotype")).isEqualTo(11);
    }

    @Metered
    @Quota(key = "global:own", limit = 100)
    static class OwnBesideStereotype {

        public void run() {}
    }

    @Inject
    OwnBesideStereotype ownBesideStereotype;

    @Test
    void theQuotaOnAClassReplacesThatOfItsStereotype() {
        ownBesideStereotype.run();

        assertThat(database.used("global:own")).isEqualTo(1);
        assertThat(database.used()).isEqualTo(1);
    }

    @InterceptorBinding
    @Quota(key = "global:binding", limit = 100)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Priced {}

    @ApplicationScoped
    static class InBinding {

        @Priced
        public void run() {}
    }

    @Inject
    InBinding inBinding;

    @Test
    void chargesTheQuotaOfAnotherInterceptorBinding() {
        inBinding.run();

        assertThat(database.used("global:binding")).isEqualTo(1);
    }

    // inherited

    @Quota(key = "global:parent", limit = 100)
    abstract static class Parent {

        public void inherited() {}

        @Quota(key = "global:parent-method", limit = 100)
        public void inheritedMethod() {}

        @Quota(key = "global:parent-method", limit = 100)
        public void overriddenWithoutRepeating() {}

        @Quota(key = "global:parent-method", limit = 5)
        public void overriddenWithAnother() {}

        @Quota.None
        public void liftedAbove() {}
    }

    @ApplicationScoped
    static class Child extends Parent {

        public void own() {}

        @Override
        public void overriddenWithoutRepeating() {}

        @Override
        @Quota(key = "global:child-method", limit = 50)
        public void overriddenWithAnother() {}

        @Override
        public void liftedAbove() {}
    }

    @Inject
    Child child;

    @Test
    void inheritsTheQuotaOfASuperclass() {
        child.inherited();
        child.own();

        assertThat(database.used("global:parent")).isEqualTo(2);
    }

    @Test
    void inheritsTheQuotaOfAMethodThatIsNotOverridden() {
        child.inheritedMethod();

        assertThat(database.used("global:parent-method")).isEqualTo(1);
    }

    @Test
    void inheritsTheQuotaOfAnOverriddenMethodThatIsNotRepeated() {
        child.overriddenWithoutRepeating();

        assertThat(database.used("global:parent-method")).isEqualTo(1);
        assertThat(database.used()).isEqualTo(1);
    }

    @Test
    void theQuotaOfAnOverridingMethodReplacesThatOfTheOverriddenOne() {
        child.overriddenWithAnother();

        assertThat(database.used("global:child-method")).isEqualTo(1);
        assertThat(database.used()).isEqualTo(1);
    }

    @Test
    void inheritsThatAQuotaIsLifted() {
        child.liftedAbove();

        assertThat(database.used()).isZero();
    }

    @Metered
    abstract static class ParentInStereotype {}

    @ApplicationScoped
    static class ChildOfStereotype extends ParentInStereotype {

        public void run() {}
    }

    @Inject
    ChildOfStereotype childOfStereotype;

    @Test
    void inheritsTheQuotaOfASuperclassesStereotype() {
        childOfStereotype.run();

        assertThat(database.used("global:stereotype")).isEqualTo(11);
    }

    @Quota(key = "global:replaced-parent", limit = 100)
    abstract static class ReplacedParent {

        public abstract void inherited();
    }

    @Quota(key = "global:child", limit = 100)
    @ApplicationScoped
    static class ChildWithItsOwn extends ReplacedParent {

        @Override
        public void inherited() {}
    }

    @Inject
    ChildWithItsOwn childWithItsOwn;

    @Test
    void theQuotaOnAClassReplacesThatOfItsSuperclass() {
        childWithItsOwn.inherited();

        assertThat(database.used("global:child")).isEqualTo(1);
        assertThat(database.used()).isEqualTo(1);
    }

    // on interfaces

    interface Tariff {

        @Quota(key = "global:interface", limit = 100)
        void priced();

        @Quota(key = "global:interface", limit = 100)
        default void pricedByDefault() {}
    }

    @ApplicationScoped
    static class Shop implements Tariff {

        @Override
        public void priced() {}
    }

    @Inject
    Shop shop;

    @Inject
    Tariff tariff;

    @Test
    void chargesTheQuotaOfAnInterfaceMethodWhicheverTypeIsInjected() {
        shop.priced();
        tariff.priced();

        assertThat(database.used("global:interface")).isEqualTo(2);
    }

    @Test
    void chargesTheQuotaOfADefaultMethod() {
        shop.pricedByDefault();
        tariff.pricedByDefault();

        assertThat(database.used("global:interface")).isEqualTo(2);
    }

    interface Handler<T> {

        void handle(T order);
    }

    @ApplicationScoped
    static class Orders implements Handler<String> {

        @Override
        @Quota(key = "global:generic", limit = 100)
        public void handle(String order) {}
    }

    @Inject
    Orders orders;

    @Inject
    Handler<String> handler;

    @Test
    void chargesAMethodOnceThatIsCalledThroughAGenericInterface() {
        orders.handle("book");
        handler.handle("book");

        assertThat(database.used("global:generic")).isEqualTo(2);
    }

    interface PricedHandler<T> {

        @Quota(key = "global:generic-interface", limit = 100)
        void handle(List<T> orders);

        @Quota(key = "global:generic-interface", limit = 100)
        void handleOne(T order);
    }

    @ApplicationScoped
    static class PricedOrders implements PricedHandler<Integer> {

        @Override
        public void handle(List<Integer> orders) {}

        @Override
        public void handleOne(Integer order) {}
    }

    @Inject
    PricedOrders pricedOrders;

    @Test
    void chargesTheQuotaOfAGenericInterfacesMethod() {
        pricedOrders.handle(List.of(1));
        pricedOrders.handleOne(1);

        assertThat(database.used("global:generic-interface")).isEqualTo(2);
    }

    /** A method that joins an interface only in a class below: the compiler puts the bridge there. */
    static class Joined {

        public void handleOne(Integer order) {}

        public void handle(List<Integer> orders) {}
    }

    @ApplicationScoped
    static class JoiningClass extends Joined implements PricedHandler<Integer> {}

    @Inject
    JoiningClass joiningClass;

    @Inject
    @Any
    Instance<PricedHandler<Integer>> handlers;

    @Test
    void chargesAMethodThatASubclassJoinsWithAGenericInterface() {
        joiningClass.handleOne(1);
        joiningClass.handle(List.of(1));

        assertThat(database.used("global:generic-interface")).isEqualTo(2);
    }

    @Test
    void chargesSuchAMethodCalledThroughTheInterface() {
        PricedHandler<Integer> joining = handlers.select(JoiningClass.class).get();

        joining.handleOne(1);
        joining.handle(List.of(1));

        assertThat(database.used("global:generic-interface")).isEqualTo(2);
    }

    abstract static class GenericParent<K, V> {

        @Quota(key = "global:generic-parent", limit = 100)
        public void put(K key, V[] values) {}
    }

    abstract static class HalfBound<T> extends GenericParent<String, T> {}

    @ApplicationScoped
    static class Bound extends HalfBound<Integer> {

        @Override
        public void put(String key, Integer[] values) {}
    }

    @Inject
    Bound bound;

    @Test
    void chargesTheQuotaOfAGenericSuperclassesMethod() {
        bound.put("a", new Integer[0]);

        assertThat(database.used("global:generic-parent")).isEqualTo(1);
    }

    @Test
    void chargesSuchAMethodCalledThroughTheSuperclass() {
        HalfBound<Integer> parent = bound;

        parent.put("a", new Integer[0]);

        assertThat(database.used("global:generic-parent")).isEqualTo(1);
    }

    interface Api<T> {

        @Quota(key = "global:overload", limit = 100)
        void put(T item);
    }

    @ApplicationScoped
    static class Overloaded implements Api<String> {

        @Override
        public void put(String item) {}

        public void put(Integer item) {}
    }

    @Inject
    Overloaded overloaded;

    @Test
    void leavesAnOverloadOfAGenericMethodAlone() {
        overloaded.put(1);

        assertThat(database.used()).isZero();
    }

    @Dependent
    static class Enclosing<T> {

        @Quota(key = "global:enclosing", limit = 100)
        public void put(T item) {}

        /** Its variable stands for itself. */
        class Enclosed extends Enclosing<T> {

            @Override
            public void put(T item) {}
        }

        /** And here for an array of itself. */
        class Rows extends Enclosing<T[]> {

            @Override
            public void put(T[] items) {}
        }
    }

    @Test
    void readsInnerClassesThatExtendTheirGenericOuterClass() {
        assertThat(QuotaAnnotations.methods(Enclosing.Enclosed.class))
                .extracting(method -> method.getDeclaringClass().getSimpleName())
                .containsExactly("Enclosed");
        assertThat(QuotaAnnotations.methods(Enclosing.Rows.class))
                .extracting(method -> method.getDeclaringClass().getSimpleName())
                .contains("Rows");
    }
}
