// SPDX-License-Identifier: Apache-2.0
package org.ration.it.existing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What the application keeps. */
@Entity
public class Product {

    @Id
    private String name;

    protected Product() {}

    Product(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }
}
