package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

// tag::first-screen
@Path("reports")
@RequestScoped
public class ReportResource {

    @GET
    @Quota(key = "user", limit = 10_000)
    public String report() {
        return "all is well";
    }
}
// end::first-screen
