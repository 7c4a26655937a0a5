// SPDX-License-Identifier: Apache-2.0
package org.ration.starter;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ration.QuotaStore;

/** Excludes the starter's producer where the application has its own. */
public class StarterExtension implements Extension {

    private static final System.Logger LOG = System.getLogger("org.ration");

    private final Set<String> producers = new TreeSet<>();

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
