// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Who may use the API, by API key. A real application would ask its database. */
@ApplicationScoped
public class Customers {

    /** The header that carries the API key. */
    static final String API_KEY = "X-Api-Key";

    /** The request attribute that carries the customer's name. */
    static final String NAME = "customer";

    private static final Map<String, Customer> BY_API_KEY = Map.of(
            "alice-free", new Customer("alice", Plan.FREE),
            "bob-free", new Customer("bob", Plan.FREE),
            "carol-pro", new Customer("carol", Plan.PRO));

    /** What a customer pays for. */
    enum Plan {
        FREE,
        PRO
    }

    /**
     * A customer.
     *
     * @param name the name, by which tiles, uploads and exports are counted
     * @param plan the plan
     */
    record Customer(String name, Plan plan) {}

    Optional<Customer> of(String apiKey) {
        return Optional.ofNullable(BY_API_KEY.get(apiKey));
    }
}
