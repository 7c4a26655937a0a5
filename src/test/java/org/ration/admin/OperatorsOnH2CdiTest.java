// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.H2, beans = OperatorBeans.class)
class OperatorsOnH2CdiTest extends OperatorsContract {}
