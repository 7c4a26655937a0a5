package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.Optional;

/** Finds the facts of the call that is being made on this thread: those of its request, or those of a call outside HTTP. */
@ApplicationScoped
public class Facts {

    private final CurrentRequest request;
    private final Instance<SecurityContext> security;
    private final RequestFacts outside = new OutsideHttp(this::caller);

    /** For the client proxy. */
    protected Facts() {
        this(null, null);
    }

    @Inject
    Facts(CurrentRequest request, Instance<SecurityContext> security) {
        this.request = request;
        this.security = security;
    }

    /**
     * The facts of the current call.
     *
     * @return the facts of the JAX-RS request whose thread this is; else only the caller
     */
    RequestFacts current() {
        try {
            return request.facts().orElse(outside);
        } catch (ContextNotActiveException noRequest) {
            return outside;
        }
    }

    private Optional<String> caller() {
        return security.isResolvable()
                ? Optional.ofNullable(security.get().getCallerPrincipal()).map(Principal::getName)
                : Optional.empty();
    }
}
