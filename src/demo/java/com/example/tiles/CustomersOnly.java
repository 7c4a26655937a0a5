// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import static jakarta.ws.rs.core.Response.Status.UNAUTHORIZED;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/** Lets nobody in without a known API key, and tells whose it is: who is not known is not counted either. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class CustomersOnly implements ContainerRequestFilter {

    @Inject
    private Customers customers;

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<String> apiKey = Optional.ofNullable(request.getHeaderString(Customers.API_KEY));
        apiKey.flatMap(customers::of)
                .ifPresentOrElse(
                        customer -> request.setProperty(Customers.NAME, customer.name()),
                        () -> request.abortWith(Response.status(UNAUTHORIZED)
                                .type("text/plain")
                                .entity("Send the header X-Api-Key: alice-free, bob-free or carol-pro.\n")
                                .build()));
    }
}
