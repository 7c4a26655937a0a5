// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Exports of maps. Nothing is declared here: the EJB behind it is what costs, whoever calls it. */
@Path("exports")
@RequestScoped
public class ExportResource {

    @EJB
    private ExportDesk desk;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response export(
            @QueryParam("format") @DefaultValue("png") String format,
            @QueryParam("sheets") @DefaultValue("1") int sheets) {
        JsonObject export = desk.export(order(format, sheets));
        return Response.accepted(export).build();
    }

    private static ExportOrder order(String format, int sheets) {
        try {
            return ExportOrder.of(format, sheets);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.TEXT_PLAIN)
                    .entity(e.getMessage() + "\n")
                    .build());
        }
    }
}
