// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;

// tag::data-source
@ApplicationScoped
@DataSourceDefinition(
        name = "java:app/jdbc/shop",
        className = "org.postgresql.xa.PGXADataSource",
        url = "jdbc:postgresql://localhost:5432/shop?socketTimeout=30&connectTimeout=5",
        user = "${ENV=SHOP_DB_USER}",
        password = "${ENV=SHOP_DB_PASSWORD}",
        maxPoolSize = 32)
public class ShopDataSource {}
// end::data-source
