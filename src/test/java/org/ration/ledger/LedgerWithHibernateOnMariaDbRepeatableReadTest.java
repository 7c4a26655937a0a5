// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

@OnDatabase(value = Database.MARIADB_REPEATABLE_READ, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
class LedgerWithHibernateOnMariaDbRepeatableReadTest extends LedgerContract {}
