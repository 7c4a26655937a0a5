// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.ration.ledger.LedgerBeans;
import org.ration.testing.OnDatabase;

@OnDatabase(beans = LedgerBeans.class)
class BatchOnH2Test extends BatchContract {}
