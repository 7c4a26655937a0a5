// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;
import org.ration.ledger.Ledger;
import org.ration.testing.TestDatabase;

/** Does to the ledger, and by its administration, what {@link Model} does in its mind. */
final class RealLedger {

    private final Ledger ledger;
    private final RealOperators operators;
    private final TestDatabase database;

    RealLedger(Ledger ledger, TestDatabase database) {
        this.ledger = ledger;
        this.operators = new RealOperators(ledger.operators());
        this.database = database;
    }

    /** Does one operation; the clock is the model's. */
    String apply(Operation operation) {
        if (operation instanceof Operation.Consume consume) {
            return text(ledger.consume(consume.charges()));
        } else if (operation instanceof Operation.Check check) {
            return text(ledger.check(check.charge()));
        } else if (operation instanceof Operation.Usage usage) {
            return texts(ledger.usage(usage.key())).toString();
        } else if (operation instanceof Operation.ResetKey reset) {
            return String.valueOf(ledger.reset(reset.key()));
        } else if (operation instanceof Operation.ResetOne reset) {
            return String.valueOf(
                    ledger.reset(reset.charge().key(), reset.charge().policy()));
        }
        return operation instanceof Operation.ByOperator act ? operators.apply(act) : "";
    }

    /** As {@link Model#tables}. */
    String tables() {
        List<String> lines = new ArrayList<>();
        lines.addAll(database.rows(
                "select quota_key, scope, period, used, granted, quota_limit, zone, period_start, reset_at,"
                        + " limit_override, override_until, admin_version from ration_account",
                row -> id(row) + " used " + row.getLong(4) + " granted " + row.getLong(5) + " limit "
                        + row.getLong(6) + " in " + row.getString(7) + " from " + row.getLong(8) + " to "
                        + row.getLong(9) + " override " + row.getString(10) + " until " + row.getString(11)
                        + " version " + row.getLong(12)));
        lines.addAll(database.rows(
                "select a.quota_key, a.scope, a.period, w.period_start, w.reset_at, w.used, w.quota_limit, w.granted"
                        + " from ration_closed_window w left join ration_account a on a.id = w.account_id",
                row -> id(row) + " closed " + row.getLong(4) + "-" + row.getLong(5) + " used " + row.getLong(6)
                        + " limit " + row.getLong(7) + " granted " + row.getLong(8)));
        lines.addAll(database.rows(
                "select coalesce(quota_key, ''), scope, period, acted_at, actor, account_version, act, value_before,"
                        + " value_after, until_before, until_after, reason from ration_audit",
                row -> "audit " + row.getLong(4) + " " + row.getString(5) + " <" + row.getString(1) + "> "
                        + (row.getString(3) == null
                                ? ""
                                : row.getString(2) + " " + row.getString(3) + " version " + row.getLong(6))
                        + " " + row.getString(7) + " " + row.getString(8) + " " + row.getString(9) + " "
                        + row.getString(10) + " " + row.getString(11) + " " + row.getString(12)));
        Collections.sort(lines);
        return String.join("\n", lines);
    }

    private static String id(ResultSet row) throws SQLException {
        return row.getString(1) + " " + row.getString(2) + " " + row.getString(3);
    }

    private static String text(QuotaDecision decision) {
        if (decision.allowed()) {
            return "allowed " + texts(decision.usages());
        }
        String wait = decision.retryAfter()
                .map(after -> "refused for " + after.toMillis() + " ")
                .orElse("refused ");
        return (decision.neverFits() ? "never fits " : wait) + texts(decision.usages()) + " by "
                + texts(decision.violated());
    }

    private static List<String> texts(List<QuotaUsage> usages) {
        return usages.stream().map(RealLedger::text).toList();
    }

    static String text(QuotaUsage usage) {
        return usage.scope() + " " + usage.period() + " " + usage.zone() + " " + usage.used() + "/" + usage.limit()
                + " " + usage.periodStart().toEpochMilli() + "-"
                + usage.resetAt().toEpochMilli();
    }
}
