package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
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

    @Test
    void brokenConnectionsAreFaultsWithinTheTimeoutAndChargingRecovers() {
        consume(MONTH, 1);
        breakConnections();

        assertThat(secondsOf(() -> consume(MONTH, 1))).isLessThan(5);
        assertThat(consume(MONTH, 1).allowed()).isTrue();
        breakConnections();
        assertThat(secondsOf(() -> ledger.usage(key, MONTH))).isLessThan(5);
        assertThat(ledger.usage(key, MONTH).used()).isEqualTo(counter(MONTH));
    }

    private void breakConnections() {
        database.number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    /** How long it takes until no broken connection is left, each of which is one fault. */
    private static long secondsOf(Runnable work) {
        long start = System.nanoTime();
        for (boolean faulty = true; faulty; ) {
            QuotaStoreException fault = catchThrowableOfType(QuotaStoreException.class, work::run);
            assertThat(fault == null || !fault.outcomeUnknown()).isTrue();
            faulty = fault != null;
        }
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    private String rowVersion() {
        return database.text("select xmin || ' ' || ctid from ration_account where quota_key = ?", key);
    }
}
