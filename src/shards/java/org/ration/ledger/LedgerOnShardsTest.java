// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** The ledger on three databases, with each persistence provider. */
class LedgerOnShardsTest {

    private static final String REFUSED = "the charges are of several keys";

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
    class Charges extends ShardedChargesContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class ChargesWithHibernate extends ShardedChargesContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
    class Contract extends OneDatabaseAtATime {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
    class Holds extends HoldsContract {

        /** Its commit that fails is unknown, so that it is asked for again, and settled. */
        @Override
        void aCallThatCannotBeSettledWithoutAThreadThatWaitsHandsOutWhyAsItIs() {}
    }

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
    class HoldsRaces extends HoldsRaceContract {

        /** They are on two databases; see {@code anIdOfTwoDatabasesIsNoticedWhenItIsAskedForAlone}. */
        @Override
        void twoDisjointListsWithOneIdAtTheSameTime() {}
    }

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
    class Races extends OneKeyRaces {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class RacesWithHibernate extends OneKeyRaces {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
    class Refusals extends RefusalsContract {

        @Test
        @Override
        void refusedSetsWriteNothing() {
            assertThatThrownBy(super::refusedSetsWriteNothing).hasMessageContaining(REFUSED);
        }
    }

    /** What differs behind ShardingSphere-JDBC 5.5 is not of the contract. */
    abstract static class OneDatabaseAtATime extends LedgerContract {

        // A commit that fails is unknown, whatever the database says; see ShardedChargesContract.

        @Override
        void aCommitThatTheDatabaseRolledBackForAnotherIsRunAgain() {}

        @Override
        void aCommitThatViolatesAConstraintHasNotCharged() {}

        @Override
        void aTransactionIsNotRunForEverThoughOneIsWithdrawnFromItsLastRun() {}

        /** There is no SKIP LOCKED. */
        @Override
        void aRowThatSomebodyElseHasLockedDelaysNobodyElse() {}

        /** A batch's statements get no time-out by the engine; lock_timeout of each database bounds them. */
        @Override
        void aRowThatAnotherIsAddingIsNotWaitedForBeyondTheTimeout() {}

        /** Each database has its own share of the places. */
        @Override
        void tooManyWhoNobodyWaitsForAreTurnedAway() {}

        // Tables and rows that are of no database.

        @Override
        void theChargeStaysWhenTheCallerRollsBack() {}

        @Override
        void aRefusalOrFaultLeavesTheCallersWork() {}

        @Override
        void keysAreComparedAsTheyAreWhateverTheirHash() {}
    }

    /** Sets of several keys may be on several databases, and are refused. */
    abstract static class OneKeyRaces extends LedgerRaceContract {

        @Test
        @Override
        void overlappingSetsInAnyOrderNeverDeadlock() {
            assertThatThrownBy(super::overlappingSetsInAnyOrderNeverDeadlock).hasMessageContaining(REFUSED);
        }
    }
}
