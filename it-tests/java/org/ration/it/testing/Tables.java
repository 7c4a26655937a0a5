package org.ration.it.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

@Singleton
@Startup
public class Tables {

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource database;

    @PostConstruct
    void create() {
        try (InputStream script = getClass().getResourceAsStream("/META-INF/ration/db/h2/V1__ration.sql");
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), UTF_8));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
