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
    };

    private final String vendor;

    Database(String vendor) {
        this.vendor = vendor;
    }

    /** Creates an empty database and tells where it is. */
    public abstract String newUrl(String name);

    /** The folder of the scripts that make Ration's tables. */
    public String folder() {
        return "META-INF/ration/db/" + vendor;
    }

    /** The paths of the scripts, in the order in which they are run. */
    public List<String> scripts() {
        return List.of(folder() + "/V1__ration.sql");
    }
}
