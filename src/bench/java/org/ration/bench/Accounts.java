// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** Ration's tables, filled in bulk with accounts of a month. */
final class Accounts {

    /** All units, those of windows that are over too. */
    static final String COUNTED_EXPRESSION = "(select coalesce(sum(used), 0) from ration_account)"
            + " + (select coalesce(sum(used), 0) from ration_closed_window)";

    static final String COUNTED = "select " + COUNTED_EXPRESSION;

    private static final List<String> SCRIPTS = List.of("V1__ration.sql");

    private Accounts() {}

    /**
     * Creates the tables and fills them with accounts whose window is open: 0 to {@code last} unused, and one used up.
     */
    static void create(Server.Database database, long last) {
        SCRIPTS.forEach(script -> database.execute(read("META-INF/ration/db/postgresql/" + script)));
        database.execute("alter table ration_account drop constraint ration_account_pkey");
        database.execute("drop index ration_account_key, ration_account_list");
        // in one transaction with the truncation nothing has to be logged
        database.execute(
                """
                truncate ration_account;
                insert into ration_account (id, key_id, namespace, scope, period, quota_key, zone, anchor, used,
                    reserved, holds, granted, quota_limit, threshold_mark, period_start, reset_at, admin_version,
                    updated_at)
                select left(encode(sha256(convert_to(E'\\n' || key, 'UTF8')), 'hex'), 16)
                    || left(encode(sha256(convert_to(E'\\n\\nmonth\\n' || key, 'UTF8')), 'hex'), 48),
                    encode(sha256(convert_to(E'\\n' || key, 'UTF8')), 'hex'), '', '', 'month', key, 'Z', 1,
                    case when n < 0 then %d else 0 end, 0, 0, 0, %d, 0, %d, %d, 0, 0
                from (select n, 'user:' || n as key from generate_series(-1, %d) n) keys
                """
                        .formatted(Keys.SMALL_LIMIT, Keys.LIMIT, start().toEpochMilli(), end().toEpochMilli(), last));
        database.execute("alter table ration_account add primary key (id)");
        database.execute("create index ration_account_key on ration_account (key_id)");
        database.execute("create index ration_account_list on ration_account (namespace, quota_key, id)");
        database.execute("vacuum (freeze, analyze) ration_account");
        remember(database);
        database.execute("checkpoint");
    }

    /** An id on each account, since statements that are planned for an empty table read all of it for a while. */
    private static void remember(Server.Database database) {
        database.execute(
                """
                insert into ration_receipt (account_id, charge_id, charges_hash, line_no, line_count, nonce, state,
                    cost, units, window_start, taken_at, ends_at, forget_at, answer_zone, answer_anchor, answer_used,
                    answer_held, answer_limit, answer_reset)
                select id, encode(sha256(convert_to(id, 'UTF8')), 'hex'), key_id, 0, 1, 0, 'OVER', 0, 0, period_start,
                    period_start, period_start, reset_at + 86400000, zone, anchor, 0, 0, quota_limit, reset_at
                from ration_account""");
        database.execute("vacuum (freeze, analyze) ration_receipt");
    }

    /** Warms all up: each page of the table is written since the checkpoint, and the ids' index is in memory. */
    static void warmUp(Server.Database database) {
        database.execute(
                """
                update ration_account set updated_at = 1 where ctid = any (array(
                    select format('(%s,1)', page)::tid
                    from generate_series(0, pg_relation_size('ration_account') / 8192 - 1) page))""");
        database.execute("vacuum ration_account");
        database.execute(
                "set enable_seqscan = off; set enable_bitmapscan = off; select count(*) from ration_account where id"
                        + " > ''");
    }

    /** When the open windows end. */
    static Instant end() {
        return month().plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Instant start() {
        return month().atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static YearMonth month() {
        return YearMonth.now(ZoneOffset.UTC);
    }

    private static String read(String name) {
        try (InputStream script = Accounts.class.getClassLoader().getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
