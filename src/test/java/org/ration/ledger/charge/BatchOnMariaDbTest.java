// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
class BatchOnMariaDbTest extends BatchContract {}
