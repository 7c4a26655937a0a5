// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.ration.testing.OnDatabase;

@OnDatabase(beans = LedgerBeans.class)
class ThresholdsOnH2Test extends ThresholdsContract {}
