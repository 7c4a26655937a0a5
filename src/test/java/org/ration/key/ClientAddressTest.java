// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaKeyException;

/** No forged forwarding header makes a client another one. */
class ClientAddressTest {

    private static final String PROXY = "10.0.0.1";

    private final ClientAddress noProxy = new ClientAddress(List.of(), "X-Forwarded-For", 64);
    private final ClientAddress behindProxies =
            new ClientAddress(List.of("10.0.0.0/8", "2001:db8:ffff::/48"), "X-Forwarded-For", 64);

    @Nested
    class Of_a_peer {

        @ParameterizedTest
        @CsvSource({
            "192.0.2.1,               192.0.2.1",
            "::ffff:192.0.2.1,        192.0.2.1",
            "::FFFF:c000:0201,        192.0.2.1",
            "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
            "2001:DB8:0:1:2:3:4:5,    2001:db8:0:1::/64",
            "2001:db8::1,             2001:db8::/64",
            "::1,                     ::/64",
            "fe80::1%eth0,            fe80::1",
            "fe80::1%eth1,            fe80::1",
            "fe80::2,                 fe80::2",
            "fe80::5efe:c000:201,     fe80::5efe:c000:201",
            "febf:ffff::1,            febf:ffff::1",
            "fec0::1,                 fec0::/64",
            "::192.0.2.1,             192.0.2.1",
            "::c000:201,              192.0.2.1",
            "::,                      ::/64",
            "::2,                     ::/64",
            "::ffff:0:192.0.2.1,      192.0.2.1",
            "64:ff9b::c000:201,       192.0.2.1",
            "64:ff9b::198.51.100.1,   198.51.100.1",
            "64:ff9b:1::c000:201,     192.0.2.1",
            "64:ff9b:1:c000:2:100::,  192.0.2.1",
            "64:ff9b:1:abcd::c000:201, 64:ff9b:1:abcd::c000:201",
            "64:ff9b:1:abcd::c633:6401, 64:ff9b:1:abcd::c633:6401",
            "64:ff9b:2::c000:201,     64:ff9b:2::/64",
            "2001:0:4136:e378:8000:63bf:3fff:fdfe, 192.0.2.1",
            "2001:0:4136:e378:8000:63bf:39cc:9bfe, 198.51.100.1",
            "2001:1::1,               2001:1::/64",
            "2002:c000:201::1,        192.0.2.1",
            "2002:c000:201:7::1,      192.0.2.1",
            "2003:c000:201::1,        2003:c000:201::/64",
        })
        void isCanonical(String peer, String canonical) {
            assertThat(noProxy.of(peer, List.of())).isEqualTo(canonical);
        }

        @Test
        void isTheWholeIpv6AddressWithAPrefixOf128() {
            ClientAddress exact = new ClientAddress(List.of(), "Forwarded", 128);

            assertThat(exact.of("2001:db8:0:0:1:0:0:1", List.of())).isEqualTo("2001:db8::1:0:0:1");
        }

        @ParameterizedTest
        @CsvSource({
            "2001:db8:0:1f::, 60, 2001:db8:0:10::/60",
            "2001:db8::1, 1, ::/1",
            "ffff::1, 1, 8000::/1",
            "2001:db8:0:1:8000::, 65, 2001:db8:0:1:8000::/65"
        })
        void isTheIpv6NetworkOfAnyPrefix(String peer, int prefix, String canonical) {
            assertThat(new ClientAddress(List.of(), "Forwarded", prefix).of(peer, List.of()))
                    .isEqualTo(canonical);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "localhost", "1", "unix:"})
        void isABadRequestIfItIsNoAddress(String peer) {
            assertThatExceptionOfType(QuotaKeyException.class)
                    .isThrownBy(() -> noProxy.of(peer, List.of()))
                    .satisfies(refused ->
                            assertThat(refused.getResponse().getStatus()).isEqualTo(400));
        }
    }

    @Nested
    class Behind_proxies {

        @Test
        void ignoresTheHeaderOfAPeerThatIsNotTrusted() {
            assertThat(behindProxies.of("192.0.2.7", List.of("198.51.100.1"))).isEqualTo("192.0.2.7");
            assertThat(noProxy.of(PROXY, List.of("198.51.100.1"))).isEqualTo(PROXY);
        }

        @Test
        void doesNotEvenReadTheHeaderOfAPeerThatIsNotTrusted() {
            assertThat(behindProxies.of("192.0.2.7", List.of("garbage"))).isEqualTo("192.0.2.7");
        }

        @Test
        void believesTheRightmostEntryThatIsNoProxyHoweverTheClientRotatesTheOthers() {
            for (int i = 0; i < 100; i++) {
                assertThat(behindProxies.of(PROXY, List.of("198.51.100." + i + ", 192.0.2.7")))
                        .isEqualTo("192.0.2.7");
            }
        }

        @Test
        void skipsTrustedProxiesFromTheRight() {
            assertThat(behindProxies.of(PROXY, List.of("6.6.6.6, 192.0.2.7, 2001:db8:ffff::9, 10.9.9.9")))
                    .isEqualTo("192.0.2.7");
        }

        @Test
        void takesAProxyThatIsIpv4MappedForTheSame() {
            assertThat(behindProxies.of("::ffff:10.0.0.1", List.of("192.0.2.7")))
                    .isEqualTo("192.0.2.7");
        }

        @Test
        void joinsAllLinesInOrder() {
            assertThat(behindProxies.of(PROXY, List.of("6.6.6.6", "192.0.2.7, 10.0.0.3", "10.0.0.2")))
                    .isEqualTo("192.0.2.7");
        }

        @Test
        void believesTheLeftmostIfAllAreTrusted() {
            assertThat(behindProxies.of(PROXY, List.of("10.0.0.9, 10.0.0.8"))).isEqualTo("10.0.0.9");
        }

        @Test
        void isThePeerIfItSendsNoHeader() {
            assertThat(behindProxies.of(PROXY, List.of())).isEqualTo(PROXY);
            assertThat(behindProxies.of(PROXY, List.of(" , "))).isEqualTo(PROXY);
        }

        @Test
        void neverLooksAtWhatStandsLeftOfTheClient() {
            assertThat(behindProxies.of(PROXY, List.of("unknown, \u0000, ::::, 192.0.2.7")))
                    .isEqualTo("192.0.2.7");
        }

        @ParameterizedTest
        @CsvSource({
            "192.0.2.7:4711,           192.0.2.7",
            "[2001:db8::7]:4711,       2001:db8::/64",
            "[2001:db8::7],            2001:db8::/64",
            "2001:db8::7,              2001:db8::/64",
            "::ffff:192.0.2.7,         192.0.2.7",
            "[::ffff:192.0.2.7]:1,     192.0.2.7",
        })
        void readsEntriesWithPortsAndIpv6(String entry, String client) {
            assertThat(behindProxies.of(PROXY, List.of(entry))).isEqualTo(client);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "unknown",
                    "_hidden",
                    "1",
                    "1.2.3",
                    "1.2.3.4.5",
                    "010.0.0.1",
                    "0x7f.1",
                    "256.1.1.1",
                    "1.2.3.4:",
                    "1.2.3.4:x",
                    "1.2.3.4:123456",
                    "[1.2.3.4]",
                    "[2001:db8::7",
                    "2001:db8::7]",
                    "[2001:db8::7]x",
                    "2001:db8:::7",
                    "1::2::3",
                    "12345::",
                    "1:2:3:4:5:6:7",
                    "1:2:3:4:5:6:7:8:9",
                    "1:2:3:4:5:6:7::8:9",
                    ":1:2:3:4:5:6:7",
                    "1:2:3:4:5:6:7:",
                    "::1.2.3",
                    "1.2.3.4::",
                    "::1.2.3.4:1",
                    "\"192.0.2.7\"",
                    "example.org",
                    "١.2.3.4",
                    "192.0.2.7\u0000",
                    "fe80::1%"
                })
        void isABadRequestIfTheBelievedEntryIsNoAddress(String entry) {
            assertThatExceptionOfType(QuotaKeyException.class)
                    .isThrownBy(() -> behindProxies.of(PROXY, List.of("192.0.2.7, " + entry)))
                    .satisfies(refused ->
                            assertThat(refused.getResponse().getStatus()).isEqualTo(400))
                    .withMessage("the header X-Forwarded-For does not contain the address of the client");
        }

        @Test
        void readsAHugeHeaderInBoundedTime() {
            String huge = "10.0.0.2,".repeat(120_000);

            assertThat(behindProxies.of(PROXY, List.of(huge))).isEqualTo("10.0.0.2");
        }
    }

    @Nested
    class With_the_header_Forwarded {

        private final ClientAddress rfc7239 = new ClientAddress(List.of("10.0.0.0/8"), "Forwarded", 64);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "for=192.0.2.7",
                    "For=192.0.2.7",
                    "for=\"192.0.2.7\"",
                    "for=\"192.0.2.7:4711\"",
                    "for=192.0.2.7:4711",
                    ";for=192.0.2.7;",
                    "for=\"192.0.2.\\7\"",
                    "proto=https;for=192.0.2.7;by=10.0.0.1",
                    "proto=https ; for=192.0.2.7 ; host=\"a,b;c\"",
                    "for=6.6.6.6, for=192.0.2.7, for=\"10.0.0.2:_port\"",
                    "for=unknown, for=192.0.2.7",
                    "for=_hidden;by=_x , , for=192.0.2.7,",
                    "for=\"6.6.6.6, for=1.1.1.1\", for=192.0.2.7",
                    "for=\"[::ffff:192.0.2.7]:99\"",
                })
        void readsTheForParameter(String header) {
            assertThat(rfc7239.of(PROXY, List.of(header))).isEqualTo("192.0.2.7");
        }

        @Test
        void readsQuotedIpv6() {
            assertThat(rfc7239.of(PROXY, List.of("for=\"[2001:db8:1::7]:4711\"")))
                    .isEqualTo("2001:db8:1::/64");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "for=unknown",
                    "for=_hidden",
                    "by=192.0.2.7",
                    "for=192.0.2.7;for=192.0.2.8",
                    "for=\"192.0.2.7",
                    "for=\"192.0.2.7\\",
                    "for=\"192.0.2.7\"x",
                    "for",
                    "=192.0.2.7",
                    "for = 192.0.2.7",
                    "for=",
                    "192.0.2.7",
                    "for=192.0.2.7 by=x",
                    "ext=\", for=\"192.0.2.7\"",
                    "for=192.0.2.7, for=\"",
                })
        void isABadRequestIfItCannotBeRead(String header) {
            assertThatExceptionOfType(QuotaKeyException.class)
                    .isThrownBy(() -> rfc7239.of(PROXY, List.of(header)))
                    .satisfies(refused ->
                            assertThat(refused.getResponse().getStatus()).isEqualTo(400));
        }

        @Test
        void doesNotReadTheOtherHeaderInItsPlace() {
            assertThatExceptionOfType(QuotaKeyException.class)
                    .isThrownBy(() -> behindProxies.of(PROXY, List.of("for=192.0.2.7")));
            assertThatExceptionOfType(QuotaKeyException.class)
                    .isThrownBy(() -> rfc7239.of(PROXY, List.of("192.0.2.7")));
        }

        @Test
        void readsAHugeHeaderInBoundedTimeAndWithoutDeepRecursion() {
            String huge = "for=\"" + "\\1".repeat(500_000) + "\"," + "for=10.0.0.2,".repeat(80_000) + "for=192.0.2.7";

            assertThat(rfc7239.of(PROXY, List.of(huge))).isEqualTo("192.0.2.7");
        }
    }

    @Nested
    class Settings {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "10.0.0.0/33",
                    "10.0.0.0/",
                    "10.0.0.0/08",
                    "10.0.0.0/-1",
                    "10.0.0/8",
                    "10.0.0.1/8",
                    "::1/0",
                    "::/129",
                    "proxy.example.org",
                    "",
                    "10.0.0.0/8 ",
                    "fe80::1%eth0",
                    "::ffff:10.0.0.0/104",
                    "10.0.0.0/8/8"
                })
        void refuseANetworkThatIsNoneAndNameIt(String network) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ClientAddress(List.of("192.0.2.1", network), "Forwarded", 64))
                    .withMessageContaining("\"" + network + "\"");
        }

        @Test
        void sayWhichNetworkIsMeantByOneWithHostBits() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ClientAddress(List.of("10.1.2.3/8"), "Forwarded", 64))
                    .withMessage("trusted proxy \"10.1.2.3/8\" has bits set after its prefix; use 10.0.0.0/8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"X-Real-IP", "", "x_forwarded_for"})
        void refuseAnyOtherHeader(String header) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ClientAddress(List.of(), header, 64))
                    .withMessage("forwarded header is \"" + header + "\"; use X-Forwarded-For or Forwarded");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1, 129})
        void refuseAnImpossiblePrefix(int prefix) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ClientAddress(List.of(), "Forwarded", prefix))
                    .withMessage("IPv6 prefix is " + prefix + "; use 1 to 128");
        }
    }
}
