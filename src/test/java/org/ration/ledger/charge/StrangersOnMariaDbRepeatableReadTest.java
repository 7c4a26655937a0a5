// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.junit.jupiter.api.Tag;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@Tag("long")
@OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class, pool = 2)
class StrangersOnMariaDbRepeatableReadTest extends StrangersContract {}
