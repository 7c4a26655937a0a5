// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.ejb.Stateless;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.ration.Quota;

/** An EJB: 20 units a month, 1 for a sheet of PNG and 5 for one of PDF. */
@Stateless
public class ExportDesk {

    @Quota(
            key = "customer:{request.customer}",
            limit = 20,
            limitBy = PlanLimit.class,
            period = "month",
            scope = "exports",
            costBy = ExportCost.class)
    public JsonObject export(ExportOrder order) {
        return Json.createObjectBuilder()
                .add("format", order.format().name())
                .add("sheets", order.sheets())
                .add("units", order.units())
                .build();
    }
}
