package org.ration.it.wire;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCost;

/** Calls an EJB whose quota cannot be told. */
@Path("untold")
@RequestScoped
public class UntoldResource {

    @EJB
    private Costly costly;

    @GET
    public String untold() {
        try {
            return costly.run();
        } catch (WebApplicationException answer) {
            return "answered with " + answer.getResponse().getStatus();
        }
    }

    /** An EJB. */
    @Stateless
    public static class Costly {

        @Quota(key = "global:untold", limit = 1, scope = "untold", costBy = NoPrice.class)
        public String run() {
            return "done";
        }
    }

    /** A defect. */
    public static class NoPrice implements QuotaCost {

        @Override
        public long costOf(QuotaCall call) {
            throw new IllegalStateException("there is no price");
        }
    }
}
