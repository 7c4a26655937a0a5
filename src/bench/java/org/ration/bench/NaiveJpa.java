// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What one would write with JPA alone: find the row with a pessimistic lock, count, commit. */
final class NaiveJpa implements Design {

    private final String name;
    private final DataSource pool;
    private final Server.Database database;
    private final EntityManagerFactory unit;

    NaiveJpa(String name, PersistenceProvider provider, Server.Database database) {
        this.name = name;
        this.database = database;
        this.pool = database.plainPool();
        this.unit = provider.createContainerEntityManagerFactory(
                new Unit(name, pool, provider.getClass().getName()), Map.of());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Charge charge(Load load) {
        return key -> take(Keys.name(key));
    }

    private int take(String key) {
        try (EntityManager store = unit.createEntityManager()) {
            store.getTransaction().begin();
            NaiveCounter counter = store.find(NaiveCounter.class, key, LockModeType.PESSIMISTIC_WRITE);
            int granted = counter.take();
            store.getTransaction().commit();
            return granted;
        }
    }

    @Override
    public long counted() {
        return database.number(OneUpdate.COUNTED);
    }

    @Override
    public void close() {
        unit.close();
        Pools.close(pool);
    }

    /** A unit with one entity, on a pool that knows no transaction manager. */
    private record Unit(String name, DataSource pool, String provider) implements PersistenceUnitInfo {

        @Override
        public String getPersistenceUnitName() {
            return name.replaceAll("[^A-Za-z]", "");
        }

        @Override
        public String getPersistenceProviderClassName() {
            return provider;
        }

        @Override
        public PersistenceUnitTransactionType getTransactionType() {
            return PersistenceUnitTransactionType.RESOURCE_LOCAL;
        }

        @Override
        public @Nullable DataSource getJtaDataSource() {
            return null;
        }

        @Override
        public DataSource getNonJtaDataSource() {
            return pool;
        }

        @Override
        public List<String> getMappingFileNames() {
            return List.of();
        }

        @Override
        public List<URL> getJarFileUrls() {
            return List.of();
        }

        @Override
        public URL getPersistenceUnitRootUrl() {
            return NaiveJpa.class.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        public List<String> getManagedClassNames() {
            return List.of(NaiveCounter.class.getName());
        }

        @Override
        public boolean excludeUnlistedClasses() {
            return true;
        }

        @Override
        public SharedCacheMode getSharedCacheMode() {
            return SharedCacheMode.NONE;
        }

        @Override
        public ValidationMode getValidationMode() {
            return ValidationMode.NONE;
        }

        @Override
        public Properties getProperties() {
            Properties properties = new Properties();
            properties.setProperty("eclipselink.weaving", "false");
            properties.setProperty("eclipselink.logging.logger", "JavaLogger");
            return properties;
        }

        @Override
        public String getPersistenceXMLSchemaVersion() {
            return "3.0";
        }

        @Override
        public ClassLoader getClassLoader() {
            return NaiveJpa.class.getClassLoader();
        }

        @Override
        public void addTransformer(ClassTransformer transformer) {
            // no weaving
        }

        @Override
        public ClassLoader getNewTempClassLoader() {
            return getClassLoader();
        }
    }
}
