// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.regex.Pattern;

/** The addresses that share a prefix (CIDR, RFC 4632). */
record Network(IpAddress first, int prefix) {

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    /**
     * Reads a network or a single address.
     *
     * @param text {@code 10.0.0.0/8}, {@code 2001:db8::/32}, {@code 10.0.0.7}
     * @return the network
     * @throws IllegalArgumentException if it is anything else, or has bits set after its prefix, which is rather a
     *     mistake than a network
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
                .filter(any -> text.indexOf('%') < 0)
                .orElseThrow(() -> illegal(
                        text, "is not an address or a CIDR block; use, for example, 10.0.0.0/8 or" + " 2001:db8::/32"));
        Network network = new Network(address, slash < 0 ? address.bits() : prefix(text, slash, address));
        IpAddress first = address.network(network.prefix());
        if (!first.equals(address)) {
            throw illegal(text, "has bits set after its prefix; use " + first + "/" + network.prefix());
        }
        return network;
    }

    boolean contains(IpAddress address) {
        return address.bits() == first.bits() && address.network(prefix).equals(first);
    }

    private static int prefix(String text, int slash, IpAddress address) {
        String prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > address.bits()) {
            throw illegal(text, "has no prefix from 0 to " + address.bits() + " after the slash");
        }
        return Integer.parseInt(prefix);
    }

    private static IllegalArgumentException illegal(String text, String problem) {
        return new IllegalArgumentException("trusted proxy \"" + text + "\" " + problem);
    }
}
