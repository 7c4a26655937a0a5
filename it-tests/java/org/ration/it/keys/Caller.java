// SPDX-License-Identifier: Apache-2.0
package org.ration.it.keys;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Optional;

/** The application's own authentication: believes what the caller says. */
@Provider
public class Caller implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        Optional.ofNullable(request.getHeaderString("X-User"))
                .ifPresent(name -> request.setSecurityContext(new Named(() -> name, request.getSecurityContext())));
        Optional.ofNullable(request.getHeaderString("X-Secret"))
                .ifPresent(secret -> request.setProperty("api_key", secret));
        Optional.ofNullable(request.getHeaderString("X-Tenant"))
                .ifPresent(tenant -> request.setProperty("tenant", tenant));
    }

    private record Named(Principal getUserPrincipal, SecurityContext server) implements SecurityContext {

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return server.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return "test";
        }
    }
}
