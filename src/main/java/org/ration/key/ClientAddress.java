// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ration.QuotaKeyException;

/**
 * Determines the address of the client. Immutable, for use by many threads; never queries a name server.
 *
 * <p>A forwarding header is believed only if it comes from a trusted proxy. It is read from right to left: each entry
 * has been written by the hop to its right, and is believed as long as that hop is trusted. The first address that is
 * not a trusted proxy is the client; if all are trusted, the leftmost is. Entries further left are the client's own
 * invention, and is not looked at.
 *
 * <p>Canonical text: IPv4 dotted ({@code 192.0.2.1}), IPv6 that holds an IPv4 address (mapped, NAT64, Teredo, 6to4) as
 * that IPv4 address, any other IPv6 as its network with the length of the prefix, in the spelling of RFC 5952
 * ({@code 2001:db8:0:1::/64}); with a prefix of 128 the address alone.
 */
public final class ClientAddress {

    private final List<Network> trusted;
    private final Function<String, List<String>> hops;
    private final String header;
    private final int ipv6Prefix;

    /**
     * Checks the settings.
     *
     * @param trustedProxies networks such as {@code 10.0.0.0/8}, or single addresses; empty: no header is believed
     * @param forwardedHeader {@code X-Forwarded-For} or {@code Forwarded}, in any case
     * @param ipv6Prefix how many bits of an IPv6 address identify a client, 1 to 128
     * @throws IllegalArgumentException if one of them is something else; the message names it
     */
    public ClientAddress(List<String> trustedProxies, String forwardedHeader, int ipv6Prefix) {
        this.trusted = trustedProxies.stream().map(Network::parse).toList();
        this.hops = reader(forwardedHeader);
        this.header = forwardedHeader;
        this.ipv6Prefix = ipv6Prefix;
        if (ipv6Prefix < 1 || ipv6Prefix > 128) {
            throw new IllegalArgumentException("IPv6 prefix is " + ipv6Prefix + "; use 1 to 128");
        }
    }

    /**
     * The one header that is believed.
     *
     * @return {@code X-Forwarded-For} or {@code Forwarded}
     */
    public String forwardedHeader() {
        return header;
    }

    /**
     * The client of a request.
     *
     * @param peer the address at the other end of the connection
     * @param forwardedHeaderLines all lines of the one header that is believed, in order; none if the request has none
     * @return the canonical text of the client's address
     * @throws QuotaKeyException if the header comes from a trusted proxy and contains no address: 400
     */
    public String of(String peer, List<String> forwardedHeaderLines) {
        IpAddress address = IpAddress.parse(peer)
                .orElseThrow(() -> QuotaKeyException.badRequest("the address of the client is not known"));
        if (!isTrusted(address)) {
            return text(address);
        }
        List<String> nodes = nodes(forwardedHeaderLines);
        for (int i = nodes.size() - 1; i >= 0 && isTrusted(address); i--) {
            address = ForwardedHops.address(nodes.get(i)).orElseThrow(this::unreadable);
        }
        return text(address);
    }

    /**
     * The canonical text of an address.
     *
     * @param address an address, or its canonical text
     * @return the canonical text; empty if it is neither
     */
    public Optional<String> canonical(String address) {
        return IpAddress.parse(address).map(this::text).or(() -> ownNetwork(address));
    }

    private Optional<String> ownNetwork(String text) {
        String suffix = "/" + ipv6Prefix;
        return Optional.of(text)
                .filter(network -> network.endsWith(suffix))
                .flatMap(network -> IpAddress.parse(network.substring(0, network.length() - suffix.length())))
                .map(this::text)
                .filter(text::equals);
    }

    private List<String> nodes(List<String> lines) {
        try {
            return hops.apply(String.join(",", lines));
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private boolean isTrusted(IpAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private String text(IpAddress address) {
        IpAddress client = address.embedded().orElse(address);
        return client.isV4() || client.isTranslated() || client.isLinkLocal() || ipv6Prefix == 128
                ? client.toString()
                : client.network(ipv6Prefix) + "/" + ipv6Prefix;
    }

    private QuotaKeyException unreadable() {
        return QuotaKeyException.badRequest("the header " + header + " does not contain the address of the client");
    }

    private static Function<String, List<String>> reader(String header) {
        if (header.equalsIgnoreCase("X-Forwarded-For")) {
            return ForwardedHops::ofXForwardedFor;
        }
        if (header.equalsIgnoreCase("Forwarded")) {
            return ForwardedHops::ofForwarded;
        }
        throw new IllegalArgumentException("forwarded header is \"" + header + "\"; use X-Forwarded-For or Forwarded");
    }
}
