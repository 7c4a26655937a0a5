// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.POSTGRESQL, beans = OperatorBeans.class)
class OperatorsOnPostgresCdiTest extends OperatorsContract {}
