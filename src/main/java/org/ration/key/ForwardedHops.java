// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the hops of a forwarding header, leftmost first. Linear in the length of the header, without recursion. */
final class ForwardedHops {

    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5}|_[A-Za-z0-9._-]+)");
    private static final int MAX_LENGTH = 200;

    private final String text;
    private int at;

    private ForwardedHops(String text) {
        this.text = text;
    }

    /**
     * The entries of {@code X-Forwarded-For}; empty list members are skipped, as RFC 9110, section 5.6.1.2 wants it.
     *
     * @param line the header
     * @return one node for each
     */
    static List<String> ofXForwardedFor(String line) {
        List<String> nodes = new ArrayList<>();
        for (String entry : line.split(",")) {
            if (!entry.isBlank()) {
                nodes.add(entry.strip());
            }
        }
        return nodes;
    }

    /**
     * The {@code for} parameters of {@code Forwarded} (RFC 7239).
     *
     * @param line the header
     * @return one node for each element, empty where the element has none
     * @throws IllegalArgumentException if it does not follow the grammar, so that the end of an element is ambiguous
     */
    static List<String> ofForwarded(String line) {
        return new ForwardedHops(line).elements();
    }

    /**
     * The address of a node: {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1},
     * {@code [2001:db8::1]:4711}.
     *
     * @param node the node
     * @return its address; empty for {@code unknown}, {@code _hidden} and anything else
     */
    static Optional<IpAddress> address(String node) {
        if (node.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (node.startsWith("[")) {
            return bracketed(node);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':')
                ? IpAddress.parse(node.substring(0, colon)).filter(address -> isPort(node.substring(colon)))
                : IpAddress.parse(node);
    }

    /** Brackets are for IPv6 only. */
    private static Optional<IpAddress> bracketed(String node) {
        int end = node.indexOf(']');
        return end < 0 || !isPort(node.substring(end + 1))
                ? Optional.empty()
                : Optional.of(node.substring(1, end))
                        .filter(text -> text.indexOf(':') >= 0)
                        .flatMap(IpAddress::parse);
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || PORT.matcher(text).matches();
    }

    private List<String> elements() {
        List<String> nodes = new ArrayList<>();
        while (at < text.length()) {
            skipSpace();
            if (!found(',') && at < text.length()) {
                nodes.add(element());
            }
        }
        return nodes;
    }

    private String element() {
        String node = "";
        do {
            skipSpace();
            String name = until("=;,\" \t").toLowerCase(Locale.ROOT);
            String value = name.isEmpty() ? "" : value();
            if (name.equals("for")) {
                demand(node.isEmpty() && !value.isEmpty());
                node = value;
            }
            skipSpace();
        } while (found(';'));
        demand(at == text.length() || found(','));
        return node;
    }

    private String value() {
        demand(found('='));
        return found('"') ? quoted() : until(";,\" \t");
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (!found('"')) {
            found('\\');
            demand(at < text.length());
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    private String until(String ends) {
        int start = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean found(char expected) {
        boolean found = at < text.length() && text.charAt(at) == expected;
        at += found ? 1 : 0;
        return found;
    }

    private static void demand(boolean legal) {
        if (!legal) {
            throw new IllegalArgumentException("not a Forwarded header as defined by RFC 7239");
        }
    }
}
