// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class)
class LedgerRaceOnMariaDbRepeatableReadTest extends LedgerRaceContract {}
