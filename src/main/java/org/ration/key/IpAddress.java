// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An IPv4 or IPv6 address, read from a literal without ever asking a name server. IPv4-mapped IPv6 addresses are IPv4.
 */
final class IpAddress {

    /** No leading zeros: some readers take them for octal. */
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private static final Pattern V4 = Pattern.compile(String.join("\\.", OCTET, OCTET, OCTET, OCTET));
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern ZONE = Pattern.compile("%[A-Za-z0-9._~-]+\\z");
    private static final int MAX_LENGTH = 100;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a literal: dotted IPv4 of four decimal numbers, or IPv6 (RFC 4291, section 2.2), whose zone is dropped.
     *
     * @param text the literal, without brackets and port
     * @return the address; empty if it is anything else
     */
    static Optional<IpAddress> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0
                ? v4(text).map(IpAddress::new)
                : v6(ZONE.matcher(text).replaceFirst("")).map(IpAddress::unmapped);
    }

    /** 32 or 128. */
    int bits() {
        return bytes.length * 8;
    }

    boolean isV4() {
        return bytes.length == 4;
    }

    /** The first address of the network of this one. */
    IpAddress network(int prefix) {
        byte[] masked = bytes.clone();
        for (int bit = prefix; bit < bits(); bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new IpAddress(masked);
    }

    /**
     * The IPv4 address that a translator or tunnel has put into this IPv6 address: IANA's special-purpose registry, and
     * the deprecated forms of RFC 4291 and RFC 2765. All clients of such a range would have one network otherwise.
     */
    Optional<IpAddress> embedded() {
        if (isV4()) {
            return Optional.empty();
        }
        if (group(0) == 0x2002) {
            return Optional.of(v4At(2)); // 6to4, RFC 3056
        }
        if (startsWith(0x2001, 0)) {
            return Optional.of(inverted(v4At(12))); // Teredo, RFC 4380, section 4
        }
        if (startsWith(0x64, 0xff9b, 1)) {
            return local();
        }
        boolean wellKnown = startsWith(0x64, 0xff9b, 0, 0, 0, 0); // NAT64, RFC 6052
        boolean translated = startsWith(0, 0, 0, 0, 0xffff, 0); // RFC 2765
        boolean compatible = startsWith(0, 0, 0, 0, 0, 0) && bytes[12] != 0; // neither :: nor ::1
        return wellKnown || translated || compatible ? Optional.of(v4At(12)) : Optional.empty();
    }

    /** Whether it is a translated address (RFC 8215), each of which is a separate client. */
    boolean isTranslated() {
        return !isV4() && startsWith(0x64, 0xff9b, 1);
    }

    /** Whether it is valid on one link only (RFC 4291, section 2.5.6), where all addresses have one network. */
    boolean isLinkLocal() {
        return !isV4() && (group(0) & 0xffc0) == 0xfe80;
    }

    /** In 64:ff9b:1::/48 (RFC 8215) the address is at the end, or around bits 64 to 71 (RFC 6052, section 2.2). */
    private Optional<IpAddress> local() {
        if (group(3) == 0 && group(4) == 0 && group(5) == 0) {
            return Optional.of(v4At(12));
        }
        boolean aroundZero = bytes[8] == 0 && bytes[11] == 0 && group(6) == 0 && group(7) == 0;
        return aroundZero
                ? Optional.of(new IpAddress(new byte[] {bytes[6], bytes[7], bytes[9], bytes[10]}))
                : Optional.empty();
    }

    private boolean startsWith(int... groups) {
        return IntStream.range(0, groups.length).allMatch(i -> group(i) == groups[i]);
    }

    private IpAddress v4At(int index) {
        return new IpAddress(Arrays.copyOfRange(bytes, index, index + 4));
    }

    private static IpAddress inverted(IpAddress address) {
        byte[] inverted = address.bytes.clone();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        return new IpAddress(inverted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Dotted IPv4, or IPv6 as RFC 5952 writes it. */
    @Override
    public String toString() {
        if (isV4()) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int[] zeros = longestZeros();
        return zeros[1] < 2 ? groups(0, 8) : groups(0, zeros[0]) + "::" + groups(zeros[0] + zeros[1], 8);
    }

    private String groups(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add(Integer.toHexString(group(i)));
        }
        return String.join(":", texts);
    }

    /** Start and length of the first longest run of zero groups. */
    private int[] longestZeros() {
        int[] longest = {0, 0};
        int length = 0;
        for (int i = 0; i < 8; i++) {
            length = group(i) == 0 ? length + 1 : 0;
            if (length > longest[1]) {
                longest = new int[] {i + 1 - length, length};
            }
        }
        return longest;
    }

    private int group(int index) {
        return (bytes[2 * index] & 0xff) << 8 | bytes[2 * index + 1] & 0xff;
    }

    private static Optional<byte[]> v4(String text) {
        Matcher matcher = V4.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] octets = new byte[4];
        for (int i = 0; i < 4; i++) {
            octets[i] = (byte) Integer.parseInt(matcher.group(i + 1));
        }
        return Optional.of(octets);
    }

    private static Optional<byte[]> v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(bytes -> bytes.length == 16);
        }
        return groups(text.substring(0, gap), false)
                .flatMap(head -> groups(text.substring(gap + 2), true).flatMap(tail -> join(head, tail)));
    }

    private static Optional<byte[]> join(byte[] head, byte[] tail) {
        if (head.length + tail.length > 14) {
            return Optional.empty();
        }
        byte[] all = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, all, 16 - tail.length, tail.length);
        return Optional.of(all);
    }

    /** The bytes of groups between single colons, of which the last may be dotted IPv4. */
    private static Optional<byte[]> groups(String text, boolean last) {
        if (text.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        byte[] bytes = new byte[0];
        String[] groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            Optional<byte[]> group = group(groups[i], last && i == groups.length - 1);
            if (group.isEmpty()) {
                return Optional.empty();
            }
            bytes = Arrays.copyOf(bytes, bytes.length + group.get().length);
            System.arraycopy(group.get(), 0, bytes, bytes.length - group.get().length, group.get().length);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> group(String text, boolean maybeV4) {
        if (!GROUP.matcher(text).matches()) {
            return maybeV4 ? v4(text) : Optional.empty();
        }
        int value = Integer.parseInt(text, 16);
        return Optional.of(new byte[] {(byte) (value >> 8), (byte) value});
    }

    private static IpAddress unmapped(byte[] bytes) {
        for (int i = 0; i < 12; i++) {
            if (bytes[i] != (byte) (i < 10 ? 0 : 0xff)) {
                return new IpAddress(bytes);
            }
        }
        return new IpAddress(Arrays.copyOfRange(bytes, 12, 16));
    }
}
