// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.ration.QuotaExceededException;

/** Inserts an order, and calls what is refused. */
@Stateless
public class Orders {

    @Resource(lookup = "java:app/jdbc/shop")
    private DataSource dataSource;

    @EJB
    private UsedUp ejb;

    @Inject
    private UsedUpBean bean;

    public String catching(String order, String callee) throws SQLException {
        insert(order);
        try {
            call(callee);
            return "done";
        } catch (QuotaExceededException refused) {
            return "caught";
        }
    }

    public void throwing(String order, String callee) throws SQLException {
        insert(order);
        call(callee);
    }

    private void call(String callee) {
        switch (callee) {
            case "joining" -> ejb.joining();
            case "apart" -> ejb.apart();
            default -> bean.run();
        }
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void create() throws SQLException {
        update("create table if not exists orders (id varchar(50))", null);
    }

    private void insert(String order) throws SQLException {
        update("insert into orders values (?)", order);
    }

    private void update(String sql, String parameter) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (parameter != null) {
                statement.setString(1, parameter);
            }
            statement.executeUpdate();
        }
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean isStored(String order) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id from orders where id = ?")) {
            statement.setString(1, order);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }
}
