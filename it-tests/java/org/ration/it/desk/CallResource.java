package org.ration.it.desk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** Three calls a month for everybody. */
@Path("calls")
@RequestScoped
public class CallResource {

    @GET
    @Quota(key = "param:who", limit = 3, period = "month", scope = "calls", zone = "Europe/Berlin")
    public String call() {
        return "a call";
    }
}
