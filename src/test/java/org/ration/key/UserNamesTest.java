// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ration.key.Calls.call;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One user, many spellings. */
class UserNamesTest {

    private static final String COMPOSED = "M\u00fcller";
    private static final String DECOMPOSED = "Mu\u0308ller";

    @ParameterizedTest
    @CsvSource({
        "verbatim,         Alice, Alice",
        "lower-case,       Alice, alice",
        "nfc,              Alice, Alice",
        "'lower-case,nfc', ALICE, alice",
        "'nfc,lower-case', ALICE, alice",
        "' nfc , lower-case ', ALICE, alice",
    })
    void spellsANameAsTheSettingSays(String setting, String name, String spelt) {
        assertThat(UserNames.parse(setting).spell(name)).isEqualTo(spelt);
    }

    @Test
    void composesLetters() {
        assertThat(UserNames.parse("nfc").spell(DECOMPOSED)).isEqualTo(COMPOSED);
        assertThat(UserNames.parse("lower-case").spell(DECOMPOSED)).isEqualTo("mu\u0308ller");
        assertThat(UserNames.parse("lower-case,nfc").spell(DECOMPOSED)).isEqualTo("m\u00fcller");
        assertThat(UserNames.parse("lower-case,nfc").spell("I\u0307"))
                .isEqualTo(UserNames.parse("lower-case,nfc").spell("\u0130"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Verbatim", "verbatim,nfc", "nfc,nfc", "nfc,", "upper-case", "nfd", "lower-case nfc"})
    void refusesEverythingElse(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserNames.parse(setting))
                .withMessage("user names are \"" + setting + "\"; use verbatim, lower-case, nfc, or lower-case,nfc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user_or_ip", "by:{user}", "by:{empty user ? 'x' : user}", "by:{(user)}"})
    void countsAllSpellingsOfACallerOnOneCounter(String form) {
        KeyForm read = forms(UserNames.parse("lower-case,nfc")).parse(form, null);
        List<String> names = List.of("m\u00fcller", "M\u00dcLLER", DECOMPOSED, "MU\u0308LLER");

        assertThat(names)
                .extracting(name -> read.keyFor(call().withUser(name)))
                .containsOnly(read.keyFor(call().withUser(COMPOSED)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user_or_ip", "by:{user}"})
    void buildsTheKeyThatCallsHave(String form) {
        KeyForm read = forms(UserNames.parse("lower-case")).parse(form, null);

        assertThat(read.build(List.of("ALICE"))).isEqualTo(read.keyFor(call().withUser("Alice")));
    }

    @Test
    void leavesOtherValuesAsTheyAre() {
        KeyForms forms = forms(UserNames.parse("lower-case"));

        assertThat(forms.parse("param:q", null).keyFor(call().withParameter("q", "Bob")))
                .isEqualTo("param:q:Bob");
        assertThat(forms.parse("by:{param.q}", null).build(List.of("Bob"))).isEqualTo("by:Bob");
    }

    @Test
    void leavesNamesAsTheyAreUnlessAsked() {
        assertThat(TestForms.form("user").keyFor(call().withUser(DECOMPOSED))).isEqualTo("user:" + DECOMPOSED);
    }

    private static KeyForms forms(UserNames names) {
        return TestForms.forms(Map.of(), names);
    }
}
