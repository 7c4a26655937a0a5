package org.ration.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;
import org.ration.ledger.Ledger;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** Does to the ledger what {@link Model} does in its mind. What operators do goes past the ledger, by SQL. */
final class RealLedger {

    private static final String ACCOUNT = " where quota_key = ? and scope = ? and period = ?";

    private final Ledger ledger;
    private final TestClock clock;
    private final TestDatabase database;

    RealLedger(Ledger ledger, TestClock clock, TestDatabase database) {
        this.ledger = ledger;
        this.clock = clock;
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
        } else if (operation instanceof Operation.Reset reset) {
            return String.valueOf(ledger.reset(reset.key()));
        } else if (operation instanceof Operation.ResetOne reset) {
            return String.valueOf(
                    ledger.reset(reset.charge().key(), reset.charge().policy()));
        }
        operate(operation);
        return "";
    }

    private void operate(Operation operation) {
        long now = clock.millis();
        if (operation instanceof Operation.Override override) {
            Long until = override.millis() == null ? null : Long.valueOf(now + override.millis());
            update("limit_override = ?, override_until = ?", "", override.charge(), override.limit(), until);
        } else if (operation instanceof Operation.Grant grant) {
            update("granted = granted + ?", " and reset_at > ?", grant.charge(), grant.units(), now);
        } else if (operation instanceof Operation.Correct correct) {
            update("used = greatest(0, used + ?)", " and reset_at > ?", correct.charge(), correct.units(), now);
        }
    }

    /** Two values, the second of which belongs to the condition if there is one. */
    private void update(String set, String condition, QuotaCharge charge, Object first, Object second) {
        List<Object> values = new ArrayList<>();
        values.add(first);
        if (condition.isEmpty()) {
            values.add(second);
        }
        values.addAll(List.of(
                charge.key(), charge.policy().scope(), charge.policy().period().unit()));
        if (!condition.isEmpty()) {
            values.add(second);
        }
        database.update("update ration_account set " + set + ACCOUNT + condition, values.toArray());
    }

    /** As {@link Model#tables}. */
    String tables() {
        String accounts = "select quota_key, scope, period, used, granted, quota_limit, zone, period_start, reset_at"
                + " from ration_account where period_start is not null";
        String windows =
                "select a.quota_key, a.scope, a.period, w.period_start, w.reset_at, w.used, w.quota_limit, w.granted"
                        + " from ration_closed_window w join ration_account a on a.id = w.account_id";
        TreeSet<String> lines = new TreeSet<>();
        rows(
                accounts,
                row -> lines.add(id(row) + " used " + row.getLong(4) + " granted " + row.getLong(5) + " limit "
                        + row.getLong(6) + " in " + row.getString(7) + " from " + row.getLong(8) + " to "
                        + row.getLong(9)));
        rows(
                windows,
                row -> lines.add(id(row) + " closed " + row.getLong(4) + "-" + row.getLong(5) + " used "
                        + row.getLong(6) + " limit " + row.getLong(7) + " granted " + row.getLong(8)));
        return String.join("\n", lines);
    }

    private void rows(String sql, Row each) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.read(rows);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private static String id(ResultSet row) throws SQLException {
        return row.getString(1) + " " + row.getString(2) + " " + row.getString(3);
    }

    private static String text(QuotaDecision decision) {
        if (decision.allowed()) {
            return "allowed " + texts(decision.usages());
        }
        return (decision.neverFits() ? "never fits " : "refused ") + texts(decision.usages()) + " by "
                + texts(decision.violated());
    }

    private static List<String> texts(List<QuotaUsage> usages) {
        return usages.stream().map(RealLedger::text).toList();
    }

    private static String text(QuotaUsage usage) {
        return usage.scope() + " " + usage.period() + " " + usage.zone() + " " + usage.used() + "/" + usage.limit()
                + " " + usage.periodStart().toEpochMilli() + "-"
                + usage.resetAt().toEpochMilli();
    }

    @FunctionalInterface
    private interface Row {

        void read(ResultSet row) throws SQLException;
    }
}
