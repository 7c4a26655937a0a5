// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ration.ledger.account.Account;

/** What is read of an account is written. */
class ColumnsTest {

    private static final List<String> IDENTITY = List.of("id", "key_id", "namespace", "scope", "period", "quota_key");

    private final Columns<Account> columns = Columns.of(Account.class);

    @Test
    void everyColumnThatIsReadIsInserted() {
        assertThat(columns.insert(List.of()).statement().each())
                .isEqualTo("insert into ration_account (" + String.join(", ", names()) + ") values (?"
                        + ", ?".repeat(names().size() - 1) + ")");
    }

    @Test
    void everyColumnThatIsReadAndMayChangeIsWritten() {
        String changing = String.join(
                        " = ?, ",
                        names().stream()
                                .filter(name -> !IDENTITY.contains(name))
                                .toList())
                + " = ?";

        assertThat(columns.update(List.of()).statement().each())
                .isEqualTo("update ration_account set " + changing + " where id = ?");
        assertThat(changing).contains("reserved", "held_until", "limit_override", "admin_version");
    }

    @Test
    void jpqlNamesTheFieldsOfTheSameColumnsInTheSameOrder() {
        assertThat(columns.fields("a").split(", ")).hasSameSizeAs(names()).contains("a.keyId", "a.holds.heldUntil");
    }

    @Test
    void readsWhatJpqlAnswers() {
        Object[] row = names().stream().map(ColumnsTest::value).toArray();

        Account account = columns.read(row);

        assertThat(account.id()).isEqualTo("text of id");
        assertThat(account.key()).isEqualTo("text of quota_key");
        assertThat(account.adminVersion()).isEqualTo(7);
        assertThat(account.isStale(Instant.ofEpochMilli(7))).isTrue();
    }

    private List<String> names() {
        return Arrays.stream(columns.names("a").split(", "))
                .map(name -> name.replaceFirst(Pattern.quote("a."), ""))
                .toList();
    }

    private static Object value(String column) {
        return switch (column) {
            case "anchor" -> 1;
            case "id",
                    "key_id",
                    "namespace",
                    "scope",
                    "period",
                    "quota_key",
                    "zone",
                    "override_reason",
                    "override_by" -> "text of " + column;
            default -> 7L;
        };
    }
}
