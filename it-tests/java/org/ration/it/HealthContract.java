// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What the server's readiness says of Ration. */
abstract class HealthContract extends OnServer {

    @Test
    void hasACheckOfRationThatIsUp() {
        needs(Ability.HEALTH);

        Answer ready = server().health().get("health/ready");

        assertThat(ready.json().getJsonArray("checks").getValuesAs(JsonObject.class))
                .filteredOn(check -> check.getString("name").startsWith("ration"))
                .isNotEmpty()
                .extracting(check -> check.getString("status"))
                .containsOnly("UP");
    }
}
