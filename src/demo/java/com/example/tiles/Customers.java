package com.example.tiles;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Who may use the API, by API key. A real application would ask its database. */
@ApplicationScoped
public class Customers {

    /** The header that carries the API key. */
    static final String API_KEY = "X-Api-Key";

    private static final Map<String, Plan> PLANS =
            Map.of("alice-free", Plan.FREE, "bob-free", Plan.FREE, "carol-pro", Plan.PRO);

    /** What a customer pays for. */
    enum Plan {
        FREE,
        PRO
    }

    Optional<Plan> planOf(String apiKey) {
        return Optional.ofNullable(PLANS.get(apiKey));
    }
}
