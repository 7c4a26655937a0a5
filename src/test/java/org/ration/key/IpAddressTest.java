// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {

    private final Random random = new Random(5952);

    @ParameterizedTest
    @CsvSource({
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    })
    void isWrittenAsRfc5952Recommends(String text, String canonical) {
        assertThat(IpAddress.parse(text)).map(IpAddress::toString).hasValue(canonical);
    }

    @Test
    void readsWhatItHasWritten() {
        for (int i = 0; i < 5_000; i++) {
            String text = randomV6();

            IpAddress address = IpAddress.parse(text).orElseThrow();

            assertThat(IpAddress.parse(address.toString())).hasValue(address);
        }
    }

    @Test
    void agreesWithTheJdkAboutEveryNetwork() throws UnknownHostException {
        for (int i = 0; i < 5_000; i++) {
            String text = randomV6();
            int prefix = random.nextInt(129);

            String network = IpAddress.parse(text).orElseThrow().network(prefix).toString();

            assertThat(InetAddress.getByName(network).getAddress())
                    .isEqualTo(masked(InetAddress.getByName(text).getAddress(), prefix));
        }
    }

    private byte[] masked(byte[] bytes, int prefix) {
        byte[] masked = new byte[bytes.length];
        for (int bit = 0; bit < prefix; bit++) {
            masked[bit / 8] |= (byte) (bytes[bit / 8] & 1 << 7 - bit % 8);
        }
        return masked;
    }

    /** Never IPv4-mapped: it begins with 2. */
    private String randomV6() {
        StringBuilder text = new StringBuilder("2");
        for (int group = 1; group < 8; group++) {
            text.append(':').append(random.nextBoolean() ? "0" : Integer.toHexString(random.nextInt(0x10000)));
        }
        return text.toString();
    }
}
