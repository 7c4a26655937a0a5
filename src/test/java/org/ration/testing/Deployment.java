// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ArrayList;
import java.util.List;
import org.ration.cdi.ApplicationClock;
import org.ration.cdi.CallbackBeans;
import org.ration.cdi.CallerUsage;
import org.ration.cdi.CheckedLedger;
import org.ration.cdi.CurrentRequestContext;
import org.ration.cdi.DeploymentProducer;
import org.ration.cdi.LedgerConfiguration;
import org.ration.cdi.LedgerRegistry;
import org.ration.cdi.QuotaEnforcer;
import org.ration.cdi.QuotaInterceptor;
import org.ration.cdi.RationExtension;
import org.ration.cdi.RequestContextHolder;
import org.ration.cdi.Settlements;
import org.ration.container.ContainerCaller;
import org.ration.observability.Events;
import org.ration.observability.RefusalLog;

/** An application with the whole of Ration but for its HTTP edge, about to be deployed. */
public final class Deployment {

    private static final Class<?>[] RATION = {
        ApplicationClock.class,
        CallbackBeans.class,
        CallerUsage.class,
        QuotaEnforcer.class,
        RequestContextHolder.class,
        Events.class,
        ContainerCaller.class,
        CurrentRequestContext.class,
        CheckedLedger.class,
        DeploymentProducer.class,
        LedgerConfiguration.class,
        LedgerRegistry.class,
        QuotaInterceptor.class,
        RefusalLog.class,
        Settlements.class,
        TestRequest.class
    };

    private final TestContainer.Builder container;
    private final List<String> settings = new ArrayList<>();

    private Deployment(TestDatabase database) {
        container = TestContainer.on(database).beans(RATION).extensions(new RationExtension());
    }

    /** An application of these bean classes on a database. */
    public static Deployment on(TestDatabase database, Class<?>... beans) {
        return new Deployment(database).beans(beans);
    }

    /** An application of these bean classes, to look at its deployment alone: its database is empty. */
    public static Deployment of(Class<?>... beans) {
        return on(Empty.DATABASE, beans);
    }

    /** Adds bean classes. */
    public Deployment beans(Class<?>... more) {
        container.beans(more);
        return this;
    }

    /** Adds extensions. */
    public Deployment extensions(Extension... more) {
        container.extensions(more);
        return this;
    }

    /** Leaves out bean classes that every application has, such as {@link TestStore} or {@link TestClock}. */
    public Deployment without(Class<?>... fewer) {
        container.without(fewer);
        return this;
    }

    /** Adds settings: names and values with an equals sign between them. */
    public Deployment with(String... lines) {
        settings.addAll(List.of(lines));
        return this;
    }

    /** Deploys it; its settings are in its own {@code microprofile-config.properties}. */
    public TestContainer start() {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(new SettingsLoader(loader, settings));
        try {
            return container.start();
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    /** What stops the deployment, line by line; nothing if it starts. */
    public List<String> problems() {
        DeploymentException stopped = catchThrowableOfType(DeploymentException.class, () -> start().close());
        return stopped == null
                ? List.of()
                : stopped.getMessage().lines().sorted().toList();
    }

    /** What the deployment warns of. */
    public List<String> warnings() {
        return Logged.by(() -> {
                    start().close();
                    return null;
                })
                .stream()
                .filter(line -> line.startsWith("WARNING "))
                .map(line -> line.substring("WARNING ".length()))
                .sorted()
                .toList();
    }

    /** A database for deployments that touch none. */
    private static final class Empty {
        private static final TestDatabase DATABASE = TestDatabase.empty(Database.H2, 2);
    }
}
