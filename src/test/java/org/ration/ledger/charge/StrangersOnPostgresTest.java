// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class, pool = 2)
class StrangersOnPostgresTest extends StrangersContract {}
