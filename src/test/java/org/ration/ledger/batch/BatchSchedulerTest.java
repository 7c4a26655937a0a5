// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.BatchScheduler.Delay;

/** Drives the scheduler by hand, step by step, through every state. */
class BatchSchedulerTest {

    private static final long TIMEOUT = Duration.ofHours(1).toNanos();
    private static final long HARD = 2 * TIMEOUT;
    private static final long ASKING = 10;

    private Limits limits = limits(1);
    private BatchScheduler<String, String> scheduler = scheduler();

    @AfterEach
    void nothingIsLeft() {
        assertThat(scheduler.isIdle()).isTrue();
    }

    // who goes with whom

    @Test
    void aReadyRequestHasABatchBegin() {
        Ticket<String, String> a = enter("a");

        Batch<Ticket<String, String>> batch = scheduler.next(0);

        assertThat(batch).isNotNull();
        assertThat(scheduler.free()).isZero();
        assertThat(a.state).isEqualTo(Ticket.State.WAITING);
        assertThat(scheduler.connected(batch, 0)).isTrue();
        assertThat(batch.members).containsExactly(a);
        assertThat(a.state).isEqualTo(Ticket.State.IN_FLIGHT);
        succeed(batch);
        assertThat(scheduler.free()).isEqualTo(1);
    }

    @Test
    void noBatchBeginsForNothing() {
        assertThat(scheduler.next(0)).isNull();
    }

    @Test
    void whatComesUntilTheConnectionIsThereIsTakenTogetherInOrder() {
        Ticket<String, String> first = enter("a");
        Batch<Ticket<String, String>> batch = scheduler.next(0);
        List<Ticket<String, String>> rest = List.of(enter("a"), enter("b"), enter("a", "b"), enter("b"));

        scheduler.connected(batch, 0);

        assertThat(batch.members).startsWith(first).hasSize(5);
        assertThat(batch.members).containsSubsequence(first, rest.get(0), rest.get(2), rest.get(3));
        assertThat(batch.members).containsSubsequence(rest.get(1), rest.get(2), rest.get(3));
        assertThat(batch.alike()).as("only requests of the same accounts").isFalse();
        succeed(batch);
    }

    @Test
    void requestsOfTheSameAccountsAreAlike() {
        enter("a", "b");
        enter("a", "b");

        Batch<Ticket<String, String>> batch = take();

        assertThat(batch.members).hasSize(2);
        assertThat(batch.alike()).isTrue();
        succeed(batch);
    }

    @Test
    void aBatchOfNothingIsNotAlike() {
        Ticket<String, String> only = enter("a");
        Batch<Ticket<String, String>> batch = scheduler.next(0);
        scheduler.withdraw(only, 0);

        assertThat(scheduler.connected(batch, 0)).as("anything to do").isFalse();
        assertThat(batch.alike()).isFalse();
        scheduler.leave(batch, 0);
    }

    @Test
    void whatComesOnAnAccountInFlightWaits() {
        connections(2);
        enter("a");
        Batch<Ticket<String, String>> running = take();
        Ticket<String, String> second = enter("a");

        assertThat(scheduler.next(0)).isNull();
        succeed(running);

        Batch<Ticket<String, String>> next = take();
        assertThat(next.members).containsExactly(second);
        succeed(next);
    }

    @Test
    void overlappingSetsGoIntoOneBatchAndNeverBesideEachOther() {
        connections(8);
        enter("org", "u1");
        Batch<Ticket<String, String>> running = take();
        List<Ticket<String, String>> waiting = List.of(enter("org", "u2"), enter("org", "u3"), enter("u2"));

        assertThat(scheduler.next(0)).isNull();
        succeed(running);

        Batch<Ticket<String, String>> batch = take();
        assertThat(batch.members).containsExactlyInAnyOrderElementsOf(waiting);
        assertThat(batch.members).containsSubsequence(waiting.get(0), waiting.get(2));
        succeed(batch);
    }

    @Test
    void anEarlierSetIsNotOvertakenOnAnyOfItsAccounts() {
        connections(2);
        enter("a");
        Batch<Ticket<String, String>> a = take();
        Ticket<String, String> both = enter("a", "b");
        Ticket<String, String> b = enter("b");

        assertThat(scheduler.next(0)).isNull();
        succeed(a);

        Batch<Ticket<String, String>> next = take();
        assertThat(next.members).containsExactly(both, b);
        succeed(next);
    }

    @Test
    void aSetGoesOnceAllItsAccountsAreFree() {
        connections(3);
        enter("a");
        Batch<Ticket<String, String>> a = take();
        enter("b");
        Batch<Ticket<String, String>> b = take();
        Ticket<String, String> both = enter("a", "b");
        succeed(a);
        assertThat(scheduler.next(0)).isNull();

        succeed(b);

        Batch<Ticket<String, String>> next = take();
        assertThat(next.members).containsExactly(both);
        succeed(next);
    }

    @Test
    void unrelatedBatchesGoSideBySideUpToTheConnections() {
        connections(2);
        enter("a");
        Batch<Ticket<String, String>> one = take();
        enter("b");
        Batch<Ticket<String, String>> two = take();
        enter("c");

        assertThat(scheduler.next(0)).isNull();

        succeed(one);
        succeed(take());
        succeed(two);
    }

    @Test
    void aBatchHasSoManyAccountsAtMost() {
        Ticket<String, String> abc = enter("a", "b", "c");
        Ticket<String, String> de = enter("d", "e");
        Ticket<String, String> more = enter("a");

        Batch<Ticket<String, String>> batch = take();

        assertThat(batch.members).containsExactly(abc, more);
        succeed(batch);
        Batch<Ticket<String, String>> rest = take();
        assertThat(rest.members).containsExactly(de);
        succeed(rest);
    }

    @Test
    void aBatchIsFullWithJustSoManyAccountsButTakesWhatHasTheSame() {
        List<Ticket<String, String>> fitting = List.of(enter("a", "b"), enter("c", "d"), enter("b", "c"));
        Ticket<String, String> more = enter("d", "e");

        Batch<Ticket<String, String>> batch = take();

        assertThat(batch.members).containsExactlyElementsOf(fitting);
        succeed(batch);
        batch = take();
        assertThat(batch.members).containsExactly(more);
        succeed(batch);
    }

    @Test
    void aSetThatIsTooLargeForABatchGoesAlone() {
        Ticket<String, String> large = enter("a", "b", "c", "d", "e");
        Ticket<String, String> more = enter("f");

        Batch<Ticket<String, String>> batch = take();

        assertThat(batch.members).containsExactly(large);
        succeed(batch);
        batch = take();
        assertThat(batch.members).containsExactly(more);
        succeed(batch);
    }

    @Test
    void aBatchHasSoManyRequestsAtMost() {
        limits = new Limits(1, 4, 3, 100, Duration.ofNanos(TIMEOUT));
        scheduler = scheduler();
        for (int i = 0; i < 4; i++) {
            enter("a");
        }
        Ticket<String, String> other = enter("b");

        Batch<Ticket<String, String>> batch = take();

        assertThat(batch.members).hasSize(3);
        succeed(batch);
        batch = take();
        assertThat(batch.members).hasSize(2).contains(other);
        succeed(batch);
    }

    @Test
    void aFloodOfOneAccountTakesOneConnection() {
        connections(2);
        enter("hot");
        Batch<Ticket<String, String>> flood = take();
        List<Ticket<String, String>> rest = List.of(enter("hot"), enter("hot"), enter("hot"));

        for (int number = 0; number < 3; number++) {
            Ticket<String, String> other = enter("k" + number);
            Batch<Ticket<String, String>> batch = take();
            assertThat(batch.members).containsExactly(other);
            succeed(batch);
        }

        assertThat(scheduler.next(0)).isNull();
        succeed(flood);
        flood = take();
        assertThat(flood.members).containsExactlyElementsOf(rest);
        succeed(flood);
    }

    // asking for connections

    @Test
    void oneAsksForAConnectionAtATimeUnlessThatTakesLong() {
        connections(3);
        enter("a");
        Batch<Ticket<String, String>> asking = scheduler.next(100);
        enter("b");

        assertThat(scheduler.next(100 + ASKING - 1)).isNull();
        Batch<Ticket<String, String>> second = scheduler.next(100 + ASKING);

        assertThat(second).isNotNull();
        assertThat(scheduler.next(100 + ASKING + 1)).isNull();
        scheduler.connected(second, 0);
        assertThat(second.members).hasSize(2);
        assertThat(scheduler.connected(asking, 0)).isFalse();
        scheduler.leave(asking, 0);
        succeed(second);
    }

    @Test
    void oneMoreAsksForWhatIsLeftOver() {
        connections(2);
        enter("a", "b", "c");
        Ticket<String, String> left = enter("d", "e");
        Batch<Ticket<String, String>> first = take();

        Batch<Ticket<String, String>> second = take();

        assertThat(second.members).containsExactly(left);
        succeed(first);
        succeed(second);
    }

    @Test
    void whoAskedInVainGivesTheConnectionBack() {
        Ticket<String, String> a = enter("a");
        Batch<Ticket<String, String>> asking = scheduler.next(0);

        scheduler.leave(asking, 0);

        assertThat(scheduler.free()).isEqualTo(1);
        Batch<Ticket<String, String>> again = take();
        assertThat(again.members).containsExactly(a);
        succeed(again);
    }

    // withdrawing

    @Test
    void whoWithdrawsFromTheQueueMakesRoomForThoseBehind() {
        connections(2);
        enter("a");
        Batch<Ticket<String, String>> first = take();
        Ticket<String, String> both = enter("a", "b");
        Ticket<String, String> b = enter("b");

        assertThat(scheduler.withdraw(both, 0)).isEqualTo(Delay.TURN);

        assertThat(scheduler.waiting()).isEqualTo(1);
        assertThat(scheduler.withdraw(both, 0)).as("twice").isNull();
        Batch<Ticket<String, String>> next = take();
        assertThat(next.members).containsExactly(b);
        succeed(next);
        succeed(first);
    }

    @Test
    void whatIsReadyAndWithdrawnIsNotTaken() {
        Ticket<String, String> one = enter("a");
        Ticket<String, String> two = enter("b");
        Ticket<String, String> three = enter("c");
        scheduler.withdraw(two, 0);

        Batch<Ticket<String, String>> batch = take();

        assertThat(batch.members).containsExactly(one, three);
        succeed(batch);
    }

    @Test
    void whileItsBatchConnectsAgainARequestCanBeWithdrawn() {
        Ticket<String, String> gone = enter("a");
        Ticket<String, String> stays = enter("a");
        Batch<Ticket<String, String>> batch = take();
        scheduler.begin(batch, 0);

        assertThat(scheduler.withdraw(gone, 0)).isEqualTo(Delay.POOL);

        assertThat(scheduler.connected(batch, 0)).isTrue();
        assertThat(batch.undone()).containsExactly(stays);
        assertThat(scheduler.commits(batch, 0)).isTrue();
        stays.answer("granted");
        scheduler.leave(batch, 0);
    }

    @Test
    void whatIsAtWorkIsNotWithdrawnUnlessItIsStuck() {
        Ticket<String, String> a = enter("a");
        Batch<Ticket<String, String>> batch = take();

        assertThat(scheduler.withdraw(a, TIMEOUT / 4)).isNull();
        assertThat(scheduler.withdraw(a, TIMEOUT / 4 + 1)).isEqualTo(Delay.ROW);

        assertThat(scheduler.commits(batch, 0))
                .as("with what is not wanted any more")
                .isFalse();
        scheduler.begin(batch, 0);
        assertThat(scheduler.connected(batch, 0)).isFalse();
        scheduler.leave(batch, 0);
    }

    @Test
    void onceWithoutWhoHasWithdrawnTheOthersAreCommitted() {
        Ticket<String, String> gone = enter("a");
        Ticket<String, String> stays = enter("a");
        Batch<Ticket<String, String>> batch = take();
        scheduler.withdraw(gone, TIMEOUT);
        assertThat(scheduler.commits(batch, 0)).isFalse();

        scheduler.begin(batch, 0);
        scheduler.connected(batch, 0);

        assertThat(scheduler.commits(batch, 0)).isTrue();
        stays.answer("granted");
        scheduler.leave(batch, 0);
    }

    /** Where the database is slow each run takes long enough, and if each were rolled back, nobody would be charged. */
    @Test
    void aBatchIsRolledBackOnceAtMostForThoseWhoWithdraw() {
        Ticket<String, String> gone = enter("a");
        Ticket<String, String> late = enter("a");
        Batch<Ticket<String, String>> batch = take();
        scheduler.withdraw(gone, TIMEOUT);
        assertThat(scheduler.commits(batch, 0)).isFalse();
        scheduler.begin(batch, 0);
        scheduler.connected(batch, 0);

        assertThat(scheduler.withdraw(late, TIMEOUT)).isNull();

        assertThat(scheduler.commits(batch, 0)).isTrue();
        succeed(batch);
    }

    @Test
    void whatIsBeingCommittedCannotBeWithdrawnButAbandoned() {
        Ticket<String, String> a = enter("a");
        Batch<Ticket<String, String>> batch = take();
        scheduler.commits(batch, 0);

        assertThat(scheduler.withdraw(a, HARD)).isNull();
        assertThat(scheduler.abandon(a)).isTrue();
        assertThat(scheduler.abandon(a)).as("twice").isFalse();

        scheduler.leave(batch, 0);
        assertThat(scheduler.next(0))
                .as("what nobody waits for is not lined up again")
                .isNull();
    }

    @Test
    void whatIsDoneIsNotWithdrawn() {
        Ticket<String, String> done = enter("a");
        Batch<Ticket<String, String>> batch = take();
        done.answer("granted");
        scheduler.begin(batch, 0);

        assertThat(scheduler.withdraw(done, HARD)).isNull();

        scheduler.leave(batch, 0);
    }

    @Test
    void whoWaitsIsNotAbandoned() {
        Ticket<String, String> a = enter("a");

        assertThat(scheduler.abandon(a)).isFalse();

        succeed(take());
    }

    @Test
    void tellsWhatWasWaitedFor() {
        limits = new Limits(3, 4, 100, 100, Duration.ofNanos(TIMEOUT));
        scheduler = scheduler();
        Ticket<String, String> pool = enter("a");
        Batch<Ticket<String, String>> asking = scheduler.next(0);
        assertThat(scheduler.withdraw(enter("b"), TIMEOUT / 2)).isEqualTo(Delay.TURN);
        assertThat(scheduler.withdraw(pool, TIMEOUT / 2 + 1)).isEqualTo(Delay.POOL);
        scheduler.leave(asking, 0);

        scheduler.isolate(enter("bad"), 0);
        succeed(take());
        enter("bad");
        Batch<Ticket<String, String>> isolated = take();
        assertThat(scheduler.withdraw(enter("bad"), 0)).isEqualTo(Delay.ROW);
        assertThat(scheduler.withdraw(enter("bad", "good"), 0)).isEqualTo(Delay.ROW);
        assertThat(scheduler.withdraw(enter("good"), 0)).isEqualTo(Delay.TURN);
        succeed(isolated);
    }

    // time

    @Test
    void thoseAreLateWhoseTimeIsOver() {
        Ticket<String, String> flying = enter("a");
        Batch<Ticket<String, String>> batch = take();
        Ticket<String, String> waiting = enter("a");
        long before = flying.soft.nanoTime() - 1;

        assertThat(scheduler.late(before)).isEmpty();
        assertThat(scheduler.late(waiting.soft.nanoTime())).containsExactly(waiting, flying);

        flying.answer("granted");
        assertThat(scheduler.late(waiting.soft.nanoTime())).containsExactly(waiting);
        succeed(batch);
        succeed(take());
    }

    @Test
    void thoseLinedUpAgainAreLateInWhateverOrderTheyCameBack() {
        connections(2);
        Ticket<String, String> older = enter("a");
        Batch<Ticket<String, String>> one = take();
        Ticket<String, String> newer = enter("b");
        Batch<Ticket<String, String>> two = take();
        scheduler.leave(one, 0);
        scheduler.leave(two, 0);
        assertThat(older.soft.nanoTime()).isLessThan(newer.soft.nanoTime());

        assertThat(scheduler.late(older.soft.nanoTime())).containsExactly(older);

        succeed(take());
        succeed(take());
    }

    @Test
    void aStuckConnectionNoLongerCountsAndItsAccountsAreFree() {
        Ticket<String, String> stuck = enter("a");
        Batch<Ticket<String, String>> lost = take();
        Ticket<String, String> next = enter("a");
        assertThat(scheduler.reclaim(HARD)).as("not yet").isEmpty();
        assertThat(scheduler.next(HARD)).isNull();

        assertThat(scheduler.reclaim(HARD + 1)).containsExactly(stuck);

        Batch<Ticket<String, String>> second = scheduler.next(HARD + 1);
        scheduler.connected(second, HARD + 1);
        assertThat(second.members).containsExactly(next);
        scheduler.leave(lost, 0);
        assertThat(scheduler.free()).as("its connection was given up").isZero();
        succeed(second);
        assertThat(scheduler.free()).isEqualTo(1);
    }

    @Test
    void whatIsDoneInALostBatchIsAbandonedTooSoThatItIsAnswered() {
        Ticket<String, String> done = enter("a");
        Batch<Ticket<String, String>> lost = take();
        done.answer("granted");

        assertThat(scheduler.reclaim(HARD + 1)).containsExactly(done);

        scheduler.leave(lost, 0);
    }

    @Test
    void aConnectionIsStuckFromWhenItWasThere() {
        enter("a");
        Batch<Ticket<String, String>> stuck = scheduler.next(0);
        scheduler.connected(stuck, 10);

        scheduler.reclaim(HARD + 10);
        assertThat(scheduler.free()).isZero();
        scheduler.reclaim(HARD + 11);
        assertThat(scheduler.free()).isEqualTo(1);
        scheduler.reclaim(HARD + 12);
        assertThat(scheduler.free()).as("once").isEqualTo(1);

        scheduler.leave(stuck, 0);
    }

    @Test
    void oneThatAsksForEverNoLongerCounts() {
        enter("a");
        Batch<Ticket<String, String>> asking = scheduler.next(0);

        assertThat(scheduler.reclaim(HARD + 1)).isEmpty();

        Batch<Ticket<String, String>> other = scheduler.next(HARD + 1);
        scheduler.connected(other, HARD + 1);
        assertThat(other.members).hasSize(1);
        assertThat(scheduler.connected(asking, HARD + 1)).as("late").isFalse();
        scheduler.leave(asking, 0);
        succeed(other);
    }

    @Test
    void atMostSoManyConnectionsAreLostAsThereAre() {
        enter("a");
        Batch<Ticket<String, String>> first = take();
        scheduler.reclaim(HARD + 1);
        enter("b");
        Batch<Ticket<String, String>> second = take();
        Ticket<String, String> third = enter("c");

        scheduler.reclaim(2 * HARD + 2);
        assertThat(scheduler.next(0)).isNull();

        scheduler.leave(first, 0);
        scheduler.reclaim(2 * HARD + 2);
        Batch<Ticket<String, String>> next = take();
        assertThat(next.members).containsExactly(third);
        succeed(next);
        scheduler.leave(second, 0);
        assertThat(scheduler.free()).isEqualTo(1);
    }

    // isolation

    @Test
    void whatIsLeftUndoneIsLinedUpInOrderApartFromUnrelatedRequests() {
        connections(4);
        List<Ticket<String, String>> undone = List.of(enter("a"), enter("a", "b"), enter("b"));
        Batch<Ticket<String, String>> failing = take();
        assertThat(failing.members).containsExactlyElementsOf(undone);
        Ticket<String, String> later = enter("a");

        scheduler.leave(failing, 0);

        Ticket<String, String> unrelated = enter("c");
        assertThat(scheduler.waiting()).isEqualTo(5);
        Batch<Ticket<String, String>> first = take();
        assertThat(first.members).containsExactly(undone.get(0));
        Batch<Ticket<String, String>> other = take();
        assertThat(other.members).containsExactly(unrelated);
        assertThat(scheduler.next(0)).isNull();
        succeed(first);
        Batch<Ticket<String, String>> second = take();
        assertThat(second.members).containsExactly(undone.get(1));
        succeed(second);
        Batch<Ticket<String, String>> third = take();
        Batch<Ticket<String, String>> fourth = take();
        assertThat(third.members).containsExactly(undone.get(2));
        assertThat(fourth.members).containsExactly(later);
        succeed(third);
        succeed(fourth);
        succeed(other);
    }

    @Test
    void whatIsIsolatedTakesHalfTheConnectionsAtMost() {
        connections(4);
        List<Ticket<String, String>> undone = List.of(enter("a"), enter("b"), enter("c"));
        scheduler.leave(take(), 0);

        Batch<Ticket<String, String>> a = take();
        Batch<Ticket<String, String>> b = take();

        assertThat(a.members).containsExactly(undone.get(0));
        assertThat(b.members).containsExactly(undone.get(1));
        assertThat(scheduler.next(0)).as("two of four connections").isNull();
        enter("d");
        Batch<Ticket<String, String>> d = take();
        succeed(a);
        Batch<Ticket<String, String>> c = take();
        assertThat(c.members).containsExactly(undone.get(2));
        succeed(b);
        succeed(c);
        succeed(d);
    }

    @Test
    void anIsolatedBatchTakesWhatHasTheSameAccountsAlone() {
        Ticket<String, String> one = enter("a");
        Ticket<String, String> two = enter("a");
        Ticket<String, String> other = enter("b");
        scheduler.leave(take(), 0);

        Batch<Ticket<String, String>> batch = take();

        assertThat(batch.members).containsExactly(one, two);
        assertThat(batch.isolated).isTrue();
        succeed(batch);
        batch = take();
        assertThat(batch.members).containsExactly(other);
        succeed(batch);
    }

    @Test
    void whatOthersHaveLockedStaysIsolatedUntilItIsCharged() {
        connections(2);
        enter("locked");
        Ticket<String, String> good = enter("good");
        Batch<Ticket<String, String>> both = take();
        good.answer("granted");
        scheduler.leave(both, 0);
        assertThat(scheduler.remembered()).isEqualTo(1);

        Batch<Ticket<String, String>> alone = take();
        Ticket<String, String> again = enter("locked");
        assertThat(again.isolated).isTrue();
        assertThat(enter("good").isolated).isFalse();
        succeed(take());
        succeed(alone);

        assertThat(scheduler.remembered()).isZero();
        succeed(take());
    }

    @Test
    void ofABatchThatFailedNoAccountIsRememberedYet() {
        enter("a");
        enter("b");
        Batch<Ticket<String, String>> failed = take();
        failed.failed = true;

        scheduler.leave(failed, 0);

        assertThat(scheduler.remembered()).isZero();
        succeed(take());
        succeed(take());
    }

    @Test
    void anAccountThatFailedIsIsolatedForAWhile() {
        enter("a");
        Batch<Ticket<String, String>> failed = take();
        scheduler.isolate(failed.members.get(0), 0);
        succeed(failed);

        enter("a", 0);
        enter("b", 0);
        Batch<Ticket<String, String>> isolated = take();
        assertThat(isolated.members).hasSize(1);
        succeed(isolated);
        succeed(take());

        enter("a", 0);
        enter("b", 0);
        Batch<Ticket<String, String>> trusted = take();
        assertThat(trusted.members).as("once it was charged").hasSize(2);
        succeed(trusted);
    }

    @Test
    void anAccountThatFailedIsTrustedAgainInTime() {
        enter("a");
        Batch<Ticket<String, String>> failed = take();
        scheduler.isolate(failed.members.get(0), 0);
        succeed(failed);

        assertThat(enter("a", HARD).isolated).isTrue();
        succeed(take());
        scheduler.isolate(failed.members.get(0), 0);
        assertThat(enter("a", HARD + 1).isolated).isFalse();
        succeed(take());
    }

    @Test
    void anAccountThatFailsAgainStaysIsolated() {
        enter("a");
        Batch<Ticket<String, String>> failed = take();
        scheduler.isolate(failed.members.get(0), 0);
        succeed(failed);
        enter("a");
        Batch<Ticket<String, String>> again = take();
        again.members.get(0).fail(QuotaStoreException.notCharged("bad row", null));
        scheduler.leave(again, 0);
        assertThat(scheduler.remembered()).isEqualTo(1);

        enter("a");
        Batch<Ticket<String, String>> abandoned = take();
        scheduler.commits(abandoned, 0);
        scheduler.abandon(abandoned.members.get(0));
        scheduler.leave(abandoned, 0);

        assertThat(scheduler.remembered()).isEqualTo(1);
    }

    @Test
    void fewAccountsThatFailedAreRemembered() {
        for (int number = 0; number < 3000; number++) {
            Ticket<String, String> ticket = enter("k" + number);
            Batch<Ticket<String, String>> batch = take();
            scheduler.isolate(ticket, 0);
            ticket.fail(QuotaStoreException.notCharged("bad row", null));
            scheduler.leave(batch, 0);
        }

        assertThat(scheduler.remembered()).isEqualTo(1024);
        scheduler.withdraw(enter("k2999", 0), 0);
        scheduler.withdraw(enter("trusted", HARD + 1), 0);
        assertThat(scheduler.remembered()).isZero();
    }

    // refusals

    @Test
    void theNextOnAnAccountThatRefusedIsTold() {
        Ticket<String, String> first = enter("a");
        Batch<Ticket<String, String>> running = take();
        Ticket<String, String> second = enter("a");
        first.answer("refused");
        scheduler.leave(running, 0);

        Batch<Ticket<String, String>> next = take();
        assertThat(first.mayBeFull()).isFalse();
        assertThat(second.mayBeFull()).isTrue();

        Ticket<String, String> third = enter("a");
        succeed(next);
        succeed(take());
        assertThat(third.mayBeFull()).as("the last was not refused").isFalse();
    }

    @Test
    void whatWasLeftUndoneSaysNothingOfRefusals() {
        Ticket<String, String> first = enter("a");
        Ticket<String, String> second = enter("a");
        Batch<Ticket<String, String>> running = take();
        Ticket<String, String> third = enter("a");
        first.answer("refused");
        second.fail(QuotaStoreException.notCharged("bad row", null));
        scheduler.leave(running, 0);

        succeed(take());

        assertThat(third.mayBeFull()).isFalse();
    }

    // room

    @Test
    void turnsAwayWhomThereIsNoRoomFor() {
        limits = new Limits(1, 4, 100, 10, Duration.ofNanos(TIMEOUT));
        scheduler = scheduler();
        enter("a");
        Batch<Ticket<String, String>> running = take();
        for (int i = 0; i < 5; i++) {
            enter("a");
        }
        assertThatThrownBy(() -> enter("a"))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("one counter");
        for (int i = 0; i < 5; i++) {
            enter("b" + i);
        }
        assertThatThrownBy(() -> enter("c"))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("this node");

        succeed(running);
        while (scheduler.waiting() > 0) {
            succeed(take());
        }
    }

    @Test
    void isIdleOnlyWhenNobodyIsThere() {
        assertThat(scheduler.isIdle()).isTrue();
        enter("a");
        enter("b");
        assertThat(scheduler.isIdle()).isFalse();
        assertThat(scheduler.waiting()).isEqualTo(2);

        succeed(take());

        assertThat(scheduler.waiting()).isZero();
        assertThat(scheduler.isIdle()).isTrue();
    }

    // visitors

    @Test
    void aVisitorHasAConnectionForItself() {
        Ticket<String, String> visitor = visitor();
        Ticket<String, String> b = enter("b");

        Batch<Ticket<String, String>> visit = scheduler.next(0);

        assertThat(visit.members).containsExactly(visitor);
        scheduler.begin(visit, 0);
        assertThat(scheduler.connected(visit, 0)).isTrue();
        assertThat(visit.members).containsExactly(visitor);
        leave(visit);
        Batch<Ticket<String, String>> next = take();
        assertThat(next.members).containsExactly(b);
        succeed(next);
    }

    @Test
    void visitorsAndRequestsGoInTheOrderOfTheirArrival() {
        connections(3);
        Ticket<String, String> a = enter("a");
        Ticket<String, String> visitor = visitor();

        Batch<Ticket<String, String>> first = scheduler.next(0);
        Batch<Ticket<String, String>> second = scheduler.next(0);

        assertThat(first.members).as("asks for a connection").isEmpty();
        assertThat(second.members).containsExactly(visitor);
        scheduler.connected(first, 0);
        assertThat(first.members).containsExactly(a);
        succeed(first);
        leave(second);
    }

    @Test
    void isolatedVisitorsLeaveHalfTheConnectionsToOthers() {
        connections(4);
        visitor(true);
        visitor(true);
        Ticket<String, String> third = visitor(true);
        Batch<Ticket<String, String>> first = scheduler.next(0);
        Batch<Ticket<String, String>> second = scheduler.next(0);

        assertThat(scheduler.next(0)).as("for a third").isNull();
        Ticket<String, String> other = visitor();
        Batch<Ticket<String, String>> unrelated = scheduler.next(0);
        assertThat(unrelated.members).containsExactly(other);

        leave(first);
        Batch<Ticket<String, String>> late = scheduler.next(0);
        assertThat(late.members).containsExactly(third);
        leave(second);
        leave(unrelated);
        leave(late);
        assertThat(scheduler.isIdle()).isTrue();
    }

    @Test
    void aVisitorIsWithdrawnOnlyWhileItConnects() {
        Ticket<String, String> visitor = visitor();
        Batch<Ticket<String, String>> visit = scheduler.next(0);
        assertThat(scheduler.withdraw(visitor, HARD)).isNull();
        assertThat(scheduler.late(HARD)).isEmpty();

        scheduler.begin(visit, 0);
        assertThat(scheduler.late(TIMEOUT)).isEmpty();
        assertThat(scheduler.late(TIMEOUT + 1)).containsExactly(visitor);
        scheduler.connected(visit, 0);
        assertThat(scheduler.late(TIMEOUT + 1)).isEmpty();

        scheduler.begin(visit, 0);
        assertThat(scheduler.withdraw(visitor, 0)).isEqualTo(Delay.POOL);
        assertThat(scheduler.connected(visit, 0)).isFalse();
        scheduler.leave(visit, 0);
    }

    @Test
    void aVisitorMayTakeItsTime() {
        Ticket<String, String> visitor = visitor();
        Batch<Ticket<String, String>> visit = scheduler.next(0);

        assertThat(scheduler.reclaim(HARD + 1)).isEmpty();
        assertThat(scheduler.free()).isEqualTo(1);

        visitor.ended();
        scheduler.leave(visit, 0);
    }

    // callers that carry out their own

    @Test
    void aCallersOwnBatchHasItsRequestAloneAndAConnectionBesideTheWorkers() {
        enter("b");
        Ticket<String, String> own = enter("a");
        Ticket<String, String> behind = enter("a");
        Batch<Ticket<String, String>> asking = scheduler.next(0);

        Batch<Ticket<String, String>> beside = scheduler.besideWorkers(own, 0);
        scheduler.begin(beside, 0);
        assertThat(scheduler.connected(beside, 0)).isTrue();
        assertThat(beside.members).containsExactly(own);
        scheduler.connected(asking, 0);
        assertThat(asking.members).hasSize(1).doesNotContain(behind);
        succeed(beside);
        assertThat(scheduler.free()).isZero();
        succeed(asking);

        Batch<Ticket<String, String>> next = take();
        assertThat(next.members).containsExactly(behind);
        succeed(next);
    }

    @Test
    void aRequestThatIsNotReadyHasNoBatchOfItsOwn() {
        Ticket<String, String> first = enter("a");
        Ticket<String, String> second = enter("a");
        assertThat(scheduler.besideWorkers(second, 0)).as("behind another").isNull();
        Batch<Ticket<String, String>> batch = take();
        assertThat(batch.members).containsExactly(first, second);
        assertThat(scheduler.besideWorkers(second, 0)).as("in flight").isNull();
        succeed(batch);
    }

    @Test
    void atMostSoManyCallersHaveConnectionsOfTheirOwnAsThereAreOthers() {
        connections(2);
        Batch<Ticket<String, String>> one = scheduler.besideWorkers(enter("a"), 0);
        Batch<Ticket<String, String>> two = scheduler.besideWorkers(visitor(), 0);
        Ticket<String, String> three = enter("c");
        assertThat(scheduler.isIdle()).isFalse();
        assertThat(scheduler.besideWorkers(three, 0)).isNull();

        leave(two);

        Batch<Ticket<String, String>> next = scheduler.besideWorkers(three, 0);
        assertThat(next.members).containsExactly(three);
        succeed(next);
        scheduler.leave(one, 0);
        assertThat(scheduler.free()).isEqualTo(2);
        succeed(take());
    }

    @Test
    void aCallersOwnConnectionIsGivenUpLikeAnyOther() {
        Batch<Ticket<String, String>> one = scheduler.besideWorkers(enter("a"), 0);

        assertThat(scheduler.reclaim(HARD + 1)).containsExactlyElementsOf(one.members);

        assertThat(scheduler.free()).isEqualTo(1);
        Batch<Ticket<String, String>> two = scheduler.besideWorkers(enter("b"), 0);
        succeed(two);
        scheduler.leave(one, 0);
    }

    @Test
    void eachConnectionOfAVisitorCountsForItself() {
        visitor();
        Batch<Ticket<String, String>> visit = scheduler.next(0);
        scheduler.begin(visit, 1);

        scheduler.reclaim(HARD + 1);
        assertThat(scheduler.free()).isZero();
        scheduler.reclaim(HARD + 2);
        assertThat(scheduler.free()).isEqualTo(1);

        leave(visit);
    }

    @Test
    void aVisitorThatIsStuckIsAbandonedAndCommitsNothing() {
        Ticket<String, String> visitor = visitor();
        Batch<Ticket<String, String>> visit = scheduler.next(0);
        scheduler.begin(visit, 0);
        scheduler.connected(visit, 10);
        assertThat(scheduler.late(HARD + 10)).isEmpty();

        assertThat(scheduler.late(HARD + 11)).containsExactly(visitor);
        assertThat(scheduler.withdraw(visitor, HARD + 11)).isNull();
        assertThat(scheduler.abandon(visitor)).isTrue();

        assertThat(scheduler.commits(visit, HARD + 12)).isFalse();
        scheduler.begin(visit, HARD + 12);
        assertThat(scheduler.connected(visit, HARD + 12)).isFalse();
        leave(visit);
    }

    @Test
    void aVisitorWhoseCommitIsStuckIsAbandonedToo() {
        Ticket<String, String> visitor = visitor();
        Batch<Ticket<String, String>> visit = scheduler.next(0);
        scheduler.commits(visit, 10);

        assertThat(scheduler.late(HARD + 10)).isEmpty();
        assertThat(scheduler.late(HARD + 11)).containsExactly(visitor);

        leave(visit);
    }

    // the end

    @Test
    void atTheEndThoseWhoWaitAreTurnedAwayAndNobodyIsLetIn() {
        enter("a");
        Batch<Ticket<String, String>> running = take();
        List<Ticket<String, String>> waiting = List.of(enter("a"), enter("b"), visitor());

        assertThat(scheduler.close()).containsExactlyInAnyOrderElementsOf(waiting);

        assertThat(scheduler.inFlight()).containsExactlyElementsOf(running.members);
        assertThatThrownBy(() -> enter("c"))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("being stopped");
        scheduler.leave(running, 0);
        assertThat(scheduler.next(0)).as("what was left undone").isNull();
        assertThat(running.members.get(0).state).isEqualTo(Ticket.State.GONE);
    }

    // a run

    /** The watch may give requests up while their batch connects. */
    @Test
    void aRunWhoseRequestsAreGivenUpAsItConnectsHasNothingToDo() {
        Ticket<String, String> late = enter("a");
        Batch<Ticket<String, String>> batch = scheduler.next(0);
        BatchRun<String, String> run = new BatchRun<>(
                batch, scheduler, Deadline.in(Duration.ZERO), () -> scheduler.abandon(late), new Answers(limits));
        List<Boolean> wanted = new ArrayList<>();

        run.carryOut(work -> wanted.add(work.connected()));

        assertThat(wanted).containsExactly(false);
        assertThat(batch.failed).isFalse();
        scheduler.leave(batch, 0);
    }

    /** Else the next request on them would delay unrelated ones again. */
    @Test
    void theAccountsOfARunThatFailsAreIsolatedThoughNobodyWaitsForItAnyMore() {
        Ticket<String, String> late = enter("a");
        Batch<Ticket<String, String>> batch = scheduler.next(0);
        BatchRun<String, String> run =
                new BatchRun<>(batch, scheduler, Deadline.in(Duration.ZERO), () -> {}, new Answers(limits));

        run.carryOut(work -> {
            work.connected();
            scheduler.abandon(late);
            throw QuotaStoreException.notCharged("a row is locked", null);
        });

        assertThat(scheduler.remembered()).isEqualTo(1);
        scheduler.leave(batch, 0);
    }

    private static Limits limits(int connections) {
        return new Limits(connections, 4, 100, 5000, Duration.ofNanos(TIMEOUT));
    }

    private BatchScheduler<String, String> scheduler() {
        return new BatchScheduler<>(limits, ASKING, "refused"::equals);
    }

    private void connections(int number) {
        limits = limits(number);
        scheduler = scheduler();
    }

    private Ticket<String, String> enter(String... accounts) {
        return enter(0, accounts);
    }

    private Ticket<String, String> enter(String account, long now) {
        return enter(now, account);
    }

    private Ticket<String, String> enter(long now, String... accounts) {
        Ticket<String, String> ticket = Ticket.parked(String.join(" ", accounts), limits, accounts);
        scheduler.enter(ticket, now);
        return ticket;
    }

    private Ticket<String, String> visitor() {
        return visitor(false);
    }

    private Ticket<String, String> visitor(boolean isolated) {
        Ticket<String, String> ticket = Ticket.exclusive(() -> true, isolated, limits);
        scheduler.enter(ticket, 0);
        return ticket;
    }

    /** A batch that has its connection. */
    private Batch<Ticket<String, String>> take() {
        Batch<Ticket<String, String>> batch = scheduler.next(0);
        scheduler.connected(batch, 0);
        return batch;
    }

    private void succeed(Batch<Ticket<String, String>> batch) {
        new ArrayList<>(batch.undone()).forEach(ticket -> ticket.answer("granted"));
        scheduler.leave(batch, 0);
    }

    private void leave(Batch<Ticket<String, String>> visit) {
        visit.members.get(0).ended();
        scheduler.leave(visit, 0);
    }
}
