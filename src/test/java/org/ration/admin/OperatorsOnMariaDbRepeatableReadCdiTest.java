// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = OperatorBeans.class)
class OperatorsOnMariaDbRepeatableReadCdiTest extends OperatorsContract {}
