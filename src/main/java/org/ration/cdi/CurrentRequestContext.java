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
public class CurrentRequestContext {

    private final RequestContextHolder request;
    private final Instance<SecurityContext> security;
    private final RequestContext outside = new NoRequestContext(this::caller);

    /** For the client proxy. */
    protected CurrentRequestContext() {
        this(null, null);
    }

    @Inject
    CurrentRequestContext(RequestContextHolder request, Instance<SecurityContext> security) {
        this.request = request;
        this.security = security;
    }

    /**
     * The facts of the current call.
     *
     * @return the facts of the JAX-RS request whose thread this is; else only the caller
     */
    RequestContext current() {
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
