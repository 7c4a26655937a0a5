// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.util.List;

/** The databases that tests run on. */
public enum Database {
    /** In memory. */
    H2("h2") {
        @Override
        public String newUrl(String name) {
            return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
        }
    },
    /** A real server, one for all tests; what is committed is on disk. */
    POSTGRESQL("postgresql") {
        @Override
        public String newUrl(String name) {
            return PostgresServer.newDatabase(name);
        }
    },
    /** A real server, one for all tests; connections work at READ COMMITTED. */
    MARIADB("mariadb") {
        @Override
        public String newUrl(String name) {
            return MariaDbServer.newDatabase(name) + "&sessionVariables=transaction_isolation='READ-COMMITTED'";
        }
    },
    /** The same server; connections work at its default, REPEATABLE READ. */
    MARIADB_REPEATABLE_READ("mariadb") {
        @Override
        public String newUrl(String name) {
            return MariaDbServer.newDatabase(name) + "&sessionVariables=transaction_isolation='REPEATABLE-READ'";
        }
    },
    /** The same server; at REPEATABLE READ a change of what a transaction has not seen is a conflict. */
    MARIADB_SNAPSHOT("mariadb") {
        @Override
        public String newUrl(String name) {
            return MARIADB_REPEATABLE_READ.newUrl(name) + ",innodb_snapshot_isolation=ON";
        }
    },
    /** Two real servers behind ShardingSphere-JDBC; with {@code -Pshards}. */
    POSTGRESQL_ON_TWO_SHARDS("postgresql", 2) {
        @Override
        public String newUrl(String name) {
            return Shards.newDatabase(name, this);
        }
    },
    /** Three of them. */
    POSTGRESQL_ON_SHARDS("postgresql", Shards.COUNT) {
        @Override
        public String newUrl(String name) {
            return Shards.newDatabase(name, this);
        }
    };

    private final String vendor;
    private final int shards;

    Database(String vendor) {
        this(vendor, 1);
    }

    Database(String vendor, int shards) {
        this.vendor = vendor;
        this.shards = shards;
    }

    /** Creates an empty database and tells where it is. */
    public abstract String newUrl(String name);

    /** How many databases keep the tables. */
    public int shards() {
        return shards;
    }

    /** Where the tables are made. */
    List<String> behind(String url) {
        return shards > 1 ? Shards.behind(url) : List.of(url);
    }

    /** Whether a new one has none yet. */
    boolean hasNoTables() {
        return shards == 1;
    }

    /** The folder of the scripts that make Ration's tables. */
    public String folder() {
        return "META-INF/ration/db/" + vendor;
    }

    /** The paths of the scripts, in the order in which they are run. */
    public List<String> scripts() {
        return List.of(folder() + "/V1__ration.sql");
    }
}
