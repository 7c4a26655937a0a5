// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that charges is stopped: nothing keeps its class loader, and no thread of it survives. */
class RedeploymentTest {

    @ParameterizedTest
    @ValueSource(classes = {Stops.class, Forgets.class})
    void nothingOfAnApplicationOutlivesIt(Class<? extends Runnable> application) throws Exception {
        WeakReference<ClassLoader> loader = new WeakReference<>(runInItsOwnClassLoader(application.getName()));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
    }

    /** On a thread of the application's, as the first callers are. */
    private static ClassLoader runInItsOwnClassLoader(String application) throws Exception {
        ClassLoader loader = new ApplicationLoader();
        Runnable run = (Runnable)
                loader.loadClass(application).getDeclaredConstructor().newInstance();
        assertThat(run.getClass().getClassLoader()).isSameAs(loader);
        Thread request = new Thread(run);
        request.setContextClassLoader(loader);
        request.start();
        request.join();
        return loader;
    }

    /** An application that is stopped by its container. */
    public static class Stops implements Runnable {

        @Override
        public void run() {
            charge().close();
        }

        static GroupCommit<String, String> charge() {
            GroupCommit<String, String> commit = new GroupCommit<>(
                    Limits.of(2, 100, Duration.ofMillis(200)), Runnable::run, () -> false, "refused"::equals, work -> {
                        work.begin();
                        work.connected();
                        work.undone().forEach(ticket -> ticket.answer("granted"));
                    });
            commit.submit("a", (answer, fault) -> {}, "a");
            commit.carryOut("b", "b");
            commit.visit(connection -> "visited");
            return commit;
        }
    }

    /** One whose container tells nobody. */
    public static class Forgets implements Runnable {

        @Override
        public void run() {
            Stops.charge();
        }
    }

    /** Has classes of Ration's that are not those of the test. */
    private static final class ApplicationLoader extends ClassLoader {

        private ApplicationLoader() {
            super(RedeploymentTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.ration.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) {
            try (var file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = file.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
