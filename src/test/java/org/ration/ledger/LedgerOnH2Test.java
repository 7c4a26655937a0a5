// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.H2, beans = LedgerBeans.class)
class LedgerOnH2Test extends LedgerContract {}
