package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.Optional;

/** Finds the context of the call that this thread makes: that of its request, or that of a call outside HTTP. */
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
     * The context of the current call.
     *
     * @return the context of the JAX-RS request on whose thread the call is made; otherwise one that knows only the caller
     */
    RequestContext get() {
        try {
            return request.context().orElse(outside);
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
