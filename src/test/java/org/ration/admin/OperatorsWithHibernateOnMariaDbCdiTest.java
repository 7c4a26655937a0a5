// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

@OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = OperatorBeans.class)
class OperatorsWithHibernateOnMariaDbCdiTest extends OperatorsContract {}
