package org.ration.cdi;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the facts of the current HTTP request for the calls that it makes on its own thread. */
@RequestScoped
public class RequestContextHolder {

    private @Nullable RequestContext facts;

    /**
     * Says which request it is.
     *
     * @param newFacts the facts of the request
     */
    public void begin(RequestContext newFacts) {
        facts = newFacts;
    }

    /**
     * The facts of the request.
     *
     * @return the facts; empty in a request scope that is no JAX-RS request
     */
    Optional<RequestContext> facts() {
        return Optional.ofNullable(facts);
    }
}
