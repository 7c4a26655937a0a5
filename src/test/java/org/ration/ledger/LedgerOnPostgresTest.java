package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Race;

@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
class LedgerOnPostgresTest extends LedgerContract {

    @Test
    void tenThousandRefusalsWriteNoRowVersion() throws InterruptedException {
        consume(MONTH, 10);
        String before = rowVersion();

        assertThat(Race.run(8, 10_000, number -> consume(MONTH, 1).allowed())).containsOnly(false);

        assertThat(rowVersion()).isEqualTo(before);
    }

    @Test
    void theServerKeepsWhatItCommits() {
        assertThat(database.text("select current_setting('fsync')")).isEqualTo("on");
        assertThat(database.text("select current_setting('synchronous_commit')"))
                .isEqualTo("on");
    }

    private String rowVersion() {
        return database.text("select xmin || ' ' || ctid from ration_account where quota_key = ?", key);
    }
}
