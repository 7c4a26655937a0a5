// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.security.Principal;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;

class BurstLimiterTest {

    private final BurstLimiter limiter = new BurstLimiter();

    @Test
    void letsTenRequestsPassAtOnceAndTurnsAwayABurst() {
        assertThat(burst("alice", 10)).isEmpty();

        assertThat(burst("alice", 30)).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.getStatus()).isEqualTo(429);
            assertThat(answer.getHeaderString("Retry-After")).matches("[1-9]|10");
        });
    }

    @Test
    void countsUsersApart() {
        burst("alice", 30);

        assertThat(burst("bob", 10)).isEmpty();
    }

    @Test
    void countsAnonymousCallersAsOne() {
        assertThat(burst(null, 40)).isNotEmpty();
    }

    /** The answers to those that were turned away. */
    private Stream<Response> burst(String user, int requests) {
        return Stream.generate(() -> requestOf(user))
                .limit(requests)
                .peek(limiter::filter)
                .map(ContainerRequest::getAbortResponse)
                .flatMap(answer -> Optional.ofNullable(answer).stream())
                .toList()
                .stream();
    }

    private static ContainerRequest requestOf(String user) {
        URI base = URI.create("http://localhost/");
        return new ContainerRequest(
                base, base.resolve("search"), "GET", callerNamed(user), new MapPropertiesDelegate(), null);
    }

    private static SecurityContext callerNamed(String user) {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return user == null ? null : () -> user;
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }

            @Override
            public boolean isSecure() {
                return false;
            }

            @Override
            public String getAuthenticationScheme() {
                return null;
            }
        };
    }
}
