// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

/** Broken connections, in memory and on a server. */
class BrokenStepsTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = ProofBeans.class)
    class OnH2 extends BrokenStepsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = ProofBeans.class)
    class OnPostgres extends BrokenStepsContract {}
}
