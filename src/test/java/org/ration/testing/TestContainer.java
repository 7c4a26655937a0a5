// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import com.arjuna.ats.jta.cdi.TransactionExtension;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.ration.container.CdiTransactionProbe;
import org.ration.container.Container;
import org.ration.container.JakartaContainer;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;

/**
 * A CDI container on a database: an application without a server. It has Ration's ledger, the {@link TestClock}, and
 * the beans and extensions it is given; nothing is discovered. Close it; it leaves its database to whoever made that.
 */
public final class TestContainer implements AutoCloseable {

    private final WeldContainer weld;

    private TestContainer(WeldContainer weld) {
        this.weld = weld;
    }

    /** Begins a container on a database. */
    public static Builder on(TestDatabase database) {
        return new Builder(database);
    }

    /** A runtime without transactions of callers, but for those that the ledger itself has. */
    public static Container of(NewTransaction transaction) {
        return new JakartaContainer(transaction, transaction::run);
    }

    /** A bean. */
    public <T> T select(Class<T> type, Annotation... qualifiers) {
        return weld.select(type, qualifiers).get();
    }

    /** Fills the injected fields of an object that is no bean. */
    public void inject(Object target) {
        inject(target, target.getClass());
    }

    /** Activates a request scope for this thread, until it is closed. */
    public Request request() {
        RequestContextController controller = select(RequestContextController.class);
        controller.activate();
        return controller::deactivate;
    }

    /** Whether there is no such bean. */
    public boolean lacks(Class<?> type) {
        return weld.select(type).isUnsatisfied();
    }

    @Override
    public void close() {
        weld.close();
    }

    private <T> void inject(Object target, Class<T> type) {
        BeanManager beans = weld.getBeanManager();
        beans.getInjectionTargetFactory(beans.createAnnotatedType(type))
                .createInjectionTarget(null)
                .inject(type.cast(target), beans.createCreationalContext(null));
    }

    /** An active request scope. */
    @FunctionalInterface
    public interface Request extends AutoCloseable {

        @Override
        void close();
    }

    /** What goes into a container. */
    public static final class Builder {

        private final TestDatabase database;
        private final List<Class<?>> beans = new ArrayList<>(List.of(
                Ledger.class,
                JakartaContainer.class,
                NewTransaction.class,
                CdiTransactionProbe.class,
                TestStore.class,
                TestClock.class));
        private final List<Extension> extensions = new ArrayList<>();

        private Builder(TestDatabase database) {
            this.database = database;
        }

        /** Adds bean classes. */
        public Builder beans(Class<?>... more) {
            beans.addAll(List.of(more));
            return this;
        }

        /** Leaves out bean classes that every container has, such as {@link TestStore} or {@link TestClock}. */
        public Builder without(Class<?>... fewer) {
            beans.removeAll(List.of(fewer));
            return this;
        }

        /** Adds extensions. */
        public Builder extensions(Extension... more) {
            extensions.addAll(List.of(more));
            return this;
        }

        /** Starts it; what is wrong with the deployment is thrown as it is. */
        public TestContainer start() {
            Weld weld = new Weld()
                    .disableDiscovery()
                    .containerId(UUID.randomUUID().toString())
                    .addBeanClasses(beans.toArray(Class<?>[]::new))
                    .addExtension(new TransactionExtension())
                    .addExtension(new LikeAnEjb())
                    .addExtension(new DatabaseBean(database));
            extensions.forEach(weld::addExtension);
            return new TestContainer(weld.initialize());
        }
    }

    /** Makes the database a bean, for {@link TestStore} and for tests. */
    private static final class DatabaseBean implements Extension {

        private final TestDatabase database;

        private DatabaseBean(TestDatabase database) {
            this.database = database;
        }

        void add(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<TestDatabase>addBean()
                    .types(TestDatabase.class, Object.class)
                    .scope(Singleton.class)
                    .createWith(context -> database);
        }
    }
}
