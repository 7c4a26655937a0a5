package org.ration.ledger;

import org.ration.testing.OnDatabase;

@OnDatabase(beans = LedgerBeans.class)
class BatchOnH2Test extends BatchContract {}
