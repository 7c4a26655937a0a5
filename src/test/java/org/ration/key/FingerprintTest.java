// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Secrets are stored as fingerprints of the whole value, and shown nowhere. */
class FingerprintTest {

    @Test
    void isHmacSha256OfTheValue() {
        // printf value | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(Fingerprint.keyed("0123456789abcdef").of("value"))
                .isEqualTo("b14c4f9b6250524c8d3bad08ce67bfff73b0e9ea80cc436ff1061aebc0ef3147");
    }

    @Test
    void isPlainSha256WithoutASecret() {
        assertThat(Fingerprint.plain().of("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void isOfTheWholeValue() {
        String prefix = "x".repeat(1_000_000);

        assertThat(TestForms.FINGERPRINT.of(prefix + "1")).isNotEqualTo(TestForms.FINGERPRINT.of(prefix + "2"));
    }

    @Test
    void hasACheckValueThatTellsSecretsApartAndDoesNotShowThem() {
        String one = Fingerprint.keyed("a secret of a node").checkValue();
        String other = Fingerprint.keyed("another nodes secret").checkValue();

        assertThat(one)
                .isNotEqualTo(other)
                .isEqualTo(Fingerprint.keyed("a secret of a node").checkValue());
        assertThat(one).doesNotContain("secret");
        assertThat(Fingerprint.plain().checkValue()).isEqualTo("plain");
    }

    @Test
    void refusesAShortSecretWithoutShowingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprint.keyed("fifteen letters"))
                .withMessage("the secret has 15 characters; use at least 16");
    }
}
