package org.ration.testing;

/** The databases that tests run on. */
public enum Database {
    /** In memory. */
    H2("h2") {
        @Override
        String newUrl(String name) {
            return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
        }
    },
    /** A real server, one for all tests; what is committed is on disk. */
    POSTGRESQL("postgresql") {
        @Override
        String newUrl(String name) {
            return PostgresServer.newDatabase(name);
        }
    };

    private final String vendor;

    Database(String vendor) {
        this.vendor = vendor;
    }

    /** Creates an empty database and tells where it is. */
    abstract String newUrl(String name);

    /** The path of the script that creates Ration's tables. */
    public String script() {
        return "META-INF/ration/db/" + vendor + "/V1__ration.sql";
    }
}
