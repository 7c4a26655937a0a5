package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.ration.ledger.account.Account;

/** The statement that adds the row of an account without a window. A statement, since a query's time can be bounded. */
public final class AccountInsert {

    private static final String INSERT =
            "insert into ration_account (id, key_id, scope, period, quota_key, zone, anchor,"
                    + " quota_limit, admin_version, updated_at, used, reserved, granted, threshold_mark)"
                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 0, 0)";

    private AccountInsert() {}

    /** The statement for one account. */
    public static Function<EntityManager, Query> of(Account account) {
        return store -> {
            Query insert = store.createNativeQuery(INSERT);
            Object[] values = account.inserted();
            for (int i = 0; i < values.length; i++) {
                insert.setParameter(i + 1, values[i]);
            }
            return insert;
        };
    }

    /** One statement for each account, in the order given. */
    public static List<Function<EntityManager, Query>> of(Collection<Account> accounts) {
        return accounts.stream().map(AccountInsert::of).toList();
    }
}
