// SPDX-License-Identifier: Apache-2.0
package org.ration.starter;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceUnit;
import java.net.URL;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ration.QuotaStore;

/**
 * Excludes the starter's producer where the application has its own, and refuses an application that two persistence
 * units break.
 */
public class StarterExtension implements Extension {

    private static final System.Logger LOG = System.getLogger("org.ration");

    private final Set<String> producers = new TreeSet<>();
    private final Set<String> unnamed = new TreeSet<>();

    /** For the container. */
    public StarterExtension() {}

    <T> void find(@Observes @WithAnnotations(QuotaStore.class) ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (type.getJavaClass() != DefaultStore.class
                && Stream.concat(type.getFields().stream(), type.getMethods().stream())
                        .anyMatch(StarterExtension::produces)) {
            producers.add(type.getJavaClass().getName());
        }
    }

    private static boolean produces(Annotated member) {
        return member.isAnnotationPresent(QuotaStore.class) && member.isAnnotationPresent(Produces.class);
    }

    <T> void findUnnamed(
            @Observes @WithAnnotations({PersistenceContext.class, PersistenceUnit.class})
                    ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (Stream.concat(type.getFields().stream(), type.getMethods().stream())
                .anyMatch(StarterExtension::namesNoUnit)) {
            unnamed.add(type.getJavaClass().getName());
        }
    }

    /** A name may stand for a reference in {@code web.xml} that names the unit. */
    private static boolean namesNoUnit(Annotated member) {
        PersistenceContext context = member.getAnnotation(PersistenceContext.class);
        PersistenceUnit unit = member.getAnnotation(PersistenceUnit.class);
        return context != null && (context.unitName() + context.name()).isEmpty()
                || unit != null && (unit.unitName() + unit.name()).isEmpty();
    }

    /**
     * With two units, servers refuse such an injection, some only at the first call; WildFly 39 chooses one.
     * {@code StarterTests.refusesAnApplicationThatInjectsAUnitOfItsOwnWithoutAName} runs on three servers
     * ({@code StarterOnWildFlyIT}).
     */
    void requireNames(@Observes AfterDeploymentValidation event) {
        if (!unnamed.isEmpty() && isOneOfSeveralUnits()) {
            event.addDeploymentProblem(new DeploymentException(
                    "RATION-084 the starter adds a second persistence unit to the application's, and " + unnamed
                            + " inject one without a name; write unitName = \"…\" there, or remove the starter and list"
                            + " <mapping-file>META-INF/ration-orm.xml</mapping-file> in the application's unit"));
        }
    }

    private static boolean isOneOfSeveralUnits() {
        return StarterExtension.class
                        .getClassLoader()
                        .resources("META-INF/persistence.xml")
                        .map(URL::toString)
                        .distinct()
                        .count()
                > 1;
    }

    /** Every type has been processed by now. The producer goes with its bean. */
    void giveWay(@Observes ProcessBeanAttributes<DefaultStore> event) {
        if (producers.isEmpty()) {
            LOG.log(
                    WARNING,
                    "Quotas are counted in the server's default data source by the persistence unit of Ration's"
                            + " starter. Some servers' default data source is empty after a restart: give the"
                            + " application its own persistence unit and producer before the counters matter");
        } else {
            LOG.log(INFO, "Ration''s starter is replaced by the producer of {0}", producers);
            event.veto();
        }
    }
}
