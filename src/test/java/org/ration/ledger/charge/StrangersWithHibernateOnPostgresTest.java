// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.junit.jupiter.api.Tag;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

@Tag("long")
@OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class, pool = 2)
class StrangersWithHibernateOnPostgresTest extends StrangersContract {}
