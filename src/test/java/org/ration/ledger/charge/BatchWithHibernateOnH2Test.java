// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.junit.jupiter.api.Tag;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

@Tag("long")
@OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
class BatchWithHibernateOnH2Test extends BatchContract {}
