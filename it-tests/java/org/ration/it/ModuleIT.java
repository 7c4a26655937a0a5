// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ApplicationException;
import jakarta.el.ELException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.Servlet;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars as modules, for applications that are built by modules. */
class ModuleIT {

    private static final Path RATION = Path.of(System.getProperty("ration.jar"));
    private static final Path KIT = Path.of(System.getProperty("ration.jar").replaceFirst("\\.jar$", "-testkit.jar"));

    private static final String MODULE =
            """
            module shop {
                requires org.ration;
                requires org.ration.testkit;
                exports shop;
            }
            """;

    private static final String CHARGE =
            """
            package shop;

            import java.util.function.Supplier;
            import org.ration.*;
            import org.ration.testkit.InMemoryQuotas;

            public class Charge implements Supplier<String> {

                @Quota(key = "user", limit = 1)
                public String get() {
                    QuotaRegistry quotas = new InMemoryQuotas();
                    QuotaPolicy one = QuotaPolicy.of(1, QuotaPeriod.DAY);
                    quotas.consume(quotas.key("user", "bob"), one).orThrow();
                    try {
                        quotas.consume(quotas.key("user", "bob"), one).orThrow();
                        return "allowed";
                    } catch (QuotaExceededException refused) {
                        return refused.getMessage();
                    }
                }
            }
            """;

    @Test
    void anApplicationIsCompiledAndTestedWithTheKit(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("module-info.java"), MODULE);
        Path charge = Files.writeString(folder.resolve("Charge.java"), CHARGE);
        Path classes = folder.resolve("classes");
        ByteArrayOutputStream problems = new ByteArrayOutputStream();

        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        problems,
                        "-d",
                        classes.toString(),
                        "--module-path",
                        modulePath(),
                        source + "",
                        charge + "");

        assertThat(status).as(problems.toString()).isZero();
        assertThat(run(classes)).startsWith("quota day has no room: 1 of 1 units used");
    }

    private static String run(Path classes) throws ReflectiveOperationException {
        Path[] modules = Stream.concat(Stream.of(classes), jars()).toArray(Path[]::new);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration resolved =
                boot.configuration().resolve(ModuleFinder.of(modules), ModuleFinder.of(), Set.of("shop"));
        ClassLoader loader = boot.defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader())
                .findLoader("shop");
        Object charge = loader.loadClass("shop.Charge").getConstructor().newInstance();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(loader);
            return ((Supplier<?>) charge).get().toString();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String modulePath() {
        return jars().map(Path::toString).collect(joining(File.pathSeparator));
    }

    /** Ration's, and those of the modules that it requires; EJB's requires transactions, and they require CDI. */
    private static Stream<Path> jars() {
        return Stream.concat(
                Stream.of(RATION, KIT),
                Stream.of(
                                ApplicationException.class,
                                ApplicationScoped.class,
                                ClassInfo.class,
                                ELException.class,
                                Inject.class,
                                InvocationContext.class,
                                PostConstruct.class,
                                Response.class,
                                Servlet.class,
                                Transactional.class)
                        .map(ModuleIT::jar));
    }

    private static Path jar(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    @Test
    void exportsTheApiAlone() {
        ModuleDescriptor module =
                ModuleFinder.of(RATION).find("org.ration").orElseThrow().descriptor();

        assertThat(module.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(toSet()))
                .isEqualTo(Set.of("org.ration", "org.ration.admin", "org.ration.openapi"));
        assertThat(module.isOpen()).isTrue();
    }
}
