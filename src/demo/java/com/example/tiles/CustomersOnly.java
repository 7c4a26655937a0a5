// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Lets nobody in without a known API key, and tells whose it is: who is not known is not counted either. */
@WebFilter(
        urlPatterns = {"/api/*", "/quotas"},
        asyncSupported = true)
public class CustomersOnly extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Customers customers;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Customers.Customer> customer =
                Optional.ofNullable(request.getHeader(Customers.API_KEY)).flatMap(customers::of);
        if (customer.isPresent()) {
            request.setAttribute(Customers.NAME, customer.get().name());
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setContentType("text/plain");
            response.getWriter().print("Send the header X-Api-Key: alice-free, bob-free or carol-pro.\n");
        }
    }
}
