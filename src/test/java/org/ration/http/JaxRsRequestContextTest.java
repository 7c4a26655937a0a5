// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;
import org.ration.key.ClientAddress;

/** What a request tells, and what of it is believed. */
class JaxRsRequestContextTest {

    private static final URI BASE = URI.create("http://localhost/api/");
    private static final String PROXY = "10.0.0.1";

    @Test
    void joinsAllLinesOfTheForwardingHeaderWhateverTheCaseOfItsName() {
        ContainerRequest request = request("tiles");
        request.header("x-forwarded-for", "203.0.113.9");
        request.header("x-forwarded-for", "198.51.100.20, 10.0.0.2");

        assertThat(facts(request, "X-Forwarded-For").address()).contains("198.51.100.20");
    }

    @Test
    void believesOneForwardingHeaderAndNeverTheOther() {
        ContainerRequest request = request("tiles");
        request.header("X-Forwarded-For", "198.51.100.20");
        request.header("Forwarded", "for=198.51.100.21");

        assertThat(facts(request, "X-Forwarded-For").address()).contains("198.51.100.20");
        assertThat(facts(request, "Forwarded").address()).contains("198.51.100.21");
    }

    @Test
    void isThePeerWhereOnlyTheOtherHeaderIsThere() {
        ContainerRequest request = request("tiles");
        request.header("Forwarded", "for=198.51.100.21");

        assertThat(facts(request, "X-Forwarded-For").address()).contains(PROXY);
    }

    @Test
    void tellsTheFirstValueOfAHeaderAndOfAParameter() {
        ContainerRequest request = request("tiles?team=blue&team=red");
        request.header("X-Team", "green");
        request.header("X-Team", "yellow");
        JaxRsRequestContext facts = facts(request, "X-Forwarded-For");

        assertThat(facts.header("x-team")).contains("green");
        assertThat(facts.parameter("team")).contains("blue");
        assertThat(facts.parameter("tribe")).isEmpty();
        assertThat(facts.httpMethod()).contains("GET");
        assertThat(facts.requestPath()).contains("/tiles");
    }

    private static JaxRsRequestContext facts(ContainerRequest request, String forwardedHeader) {
        return new JaxRsRequestContext(request, PROXY, new ClientAddress(List.of("10.0.0.0/8"), forwardedHeader, 64));
    }

    private static ContainerRequest request(String target) {
        return new ContainerRequest(BASE, URI.create(BASE + target), "GET", null, new MapPropertiesDelegate(), null);
    }
}
