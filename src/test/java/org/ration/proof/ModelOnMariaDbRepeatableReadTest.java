// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = ProofBeans.class)
class ModelOnMariaDbRepeatableReadTest extends ModelContract {}
