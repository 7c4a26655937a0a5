package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.BatchScheduler.Batch;
import org.ration.ledger.batch.BatchScheduler.Bounds;
import org.ration.ledger.batch.BatchScheduler.State;

/** Drives the schedule by hand, step by step, through every state. */
class BatchSchedulerTest {

    private static final long HARD = 100;

    private boolean dry;

    private BatchScheduler<Wish> schedule = new BatchScheduler<>(new Bounds(1, 4, 10, 5, HARD), () -> dry);

    @AfterEach
    void nothingIsLeft() {
        assertThat(schedule.isIdle()).isTrue();
    }

    @Test
    void aReadyRequestGoesStraightWithAFreeConnection() {
        Wish a = enter("a");

        assertThat(a.state()).isEqualTo(State.LEADING);
        assertThat(schedule.free()).isZero();

        succeed(take(a));
        assertThat(schedule.free()).isEqualTo(1);
    }

    @Test
    void whatComesMeanwhileIsTakenTogetherInOrder() {
        Batch<Wish> first = take(enter("a"));
        Wish second = enter("a");
        Wish third = enter("b");
        Wish fourth = enter("a", "b");
        assertThat(schedule.promote()).isNull();
        succeed(first);

        assertThat(schedule.promote()).isSameAs(second);
        Wish late = enter("b");
        Batch<Wish> batch = take(second);

        assertThat(batch.members()).containsExactly(second, third, fourth, late);
        assertThat(batch.alike()).as("strangers in it").isFalse();
        succeed(batch);
        assertThat(schedule.promote()).isNull();
    }

    @Test
    void overlappingSetsGoIntoOneBatchAndNeverBesideEachOther() {
        connections(8);
        Batch<Wish> running = take(enter("org", "u1"));

        List<Wish> waiting = List.of(enter("org", "u2"), enter("org", "u3"), enter("u2"));

        assertThat(waiting).allMatch(wish -> wish.state() == State.WAITING);
        succeed(running);
        assertThat(schedule.promote()).isSameAs(waiting.get(0));
        assertThat(schedule.promote()).isNull();
        Batch<Wish> batch = take(waiting.get(0));
        assertThat(batch.members()).containsExactlyElementsOf(waiting);
        succeed(batch);
    }

    @Test
    void anEarlierSetIsNotOvertakenOnAnyOfItsAccounts() {
        connections(2);
        Batch<Wish> a = take(enter("a"));
        Wish both = enter("a", "b");
        Wish b = enter("b");

        assertThat(b.state()).isEqualTo(State.WAITING);
        succeed(a);
        assertThat(schedule.promote()).isSameAs(both);
        assertThat(schedule.promote()).isNull();
        succeed(take(both));
        assertThat(b.state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void strangersGoSideBySideUpToTheConnections() {
        connections(2);

        Wish a = enter("a");
        Wish b = enter("b");
        Wish c = enter("c");

        assertThat(List.of(a.state(), b.state(), c.state()))
                .containsExactly(State.LEADING, State.LEADING, State.WAITING);
        Batch<Wish> one = take(a);
        assertThat(one.members()).containsExactly(a, c);
        succeed(one);
        succeed(take(b));
    }

    @Test
    void oneAtATimeGoesWhileThereAreNoConnectionsToBeHad() {
        connections(3);
        dry = true;

        Wish a = enter("a");
        Wish b = enter("b");
        Wish c = enter("c");

        assertThat(List.of(a.state(), b.state(), c.state()))
                .containsExactly(State.LEADING, State.WAITING, State.WAITING);
        assertThat(schedule.promote()).isNull();
        assertThat(schedule.withdraw(a)).isTrue();
        assertThat(schedule.promote()).isSameAs(b);
        assertThat(schedule.promote()).isNull();
        Batch<Wish> both = take(b);
        Wish d = enter("d");
        Wish e = enter("e");
        dry = false;
        succeed(both);
        assertThat(both.members()).containsExactly(b, c);
        assertThat(List.of(schedule.promote(), schedule.promote())).containsExactly(d, e);
        succeed(take(d));
        succeed(take(e));
    }

    @Test
    void aBatchHasSoManyAccountsAtMost() {
        Batch<Wish> first = take(enter("x"));
        Wish abc = enter("a", "b", "c");
        Wish de = enter("d", "e");
        Wish more = enter("a");
        succeed(first);

        Batch<Wish> batch = take(schedule.promote());

        assertThat(batch.members()).containsExactly(abc);
        succeed(batch);
        assertThat(schedule.promote()).isSameAs(de);
        Batch<Wish> rest = take(de);
        assertThat(rest.members()).containsExactly(de, more);
        succeed(rest);
    }

    @Test
    void aBatchIsFullWithJustSoManyAccounts() {
        Batch<Wish> first = take(enter("x"));
        List<Wish> fitting = List.of(enter("a", "b"), enter("c", "d"));
        Wish more = enter("e");
        succeed(first);

        Batch<Wish> batch = take(schedule.promote());

        assertThat(batch.members()).isEqualTo(fitting);
        succeed(batch);
        assertThat(schedule.promote()).isSameAs(more);
        succeed(take(more));
    }

    @Test
    void aPromotedWaiterIsTakenByNobodyElse() {
        connections(2);
        Batch<Wish> one = take(enter("a"));
        Batch<Wish> two = take(enter("b"));
        Wish c = enter("c");
        Wish d = enter("d");
        succeed(one);
        assertThat(schedule.promote()).isSameAs(c);
        succeed(two);
        assertThat(schedule.promote()).isSameAs(d);

        Batch<Wish> batch = take(d);

        assertThat(batch.members()).containsExactly(d);
        succeed(batch);
        succeed(take(c));
    }

    @Test
    void aPromotedWaiterThatGivesUpPassesItsConnectionOn() {
        Batch<Wish> first = take(enter("a"));
        Wish second = enter("a");
        Wish third = enter("a");
        succeed(first);
        assertThat(schedule.promote()).isSameAs(second);

        assertThat(schedule.withdraw(second)).isTrue();

        assertThat(schedule.promote()).isSameAs(third);
        succeed(take(third));
    }

    @Test
    void whoWithdrawsFromTheQueueMakesRoomForThoseBehind() {
        connections(2);
        Batch<Wish> first = take(enter("a"));
        Wish both = enter("a", "b");
        Wish b = enter("b");

        assertThat(schedule.withdraw(both)).isTrue();

        assertThat(schedule.promote()).isSameAs(b);
        assertThat(schedule.withdraw(both)).as("twice").isFalse();
        succeed(take(b));
        succeed(first);
    }

    @Test
    void whatIsInFlightCannotBeWithdrawnButAbandoned() {
        Wish a = enter("a");
        Batch<Wish> batch = take(a);

        assertThat(schedule.withdraw(a)).isFalse();
        assertThat(schedule.abandon(a)).isTrue();
        assertThat(schedule.abandon(a)).as("twice").isFalse();

        schedule.leave(batch);
        assertThat(schedule.free()).isEqualTo(1);
        assertThat(schedule.promote())
                .as("what nobody waits for is not lined up again")
                .isNull();
    }

    @Test
    void whatIsLeftUndoneIsLinedUpInOrderApartFromStrangers() {
        connections(4);
        Batch<Wish> blocking = take(enter("a", "b"));
        Wish a = enter("a");
        Wish both = enter("a", "b");
        Wish b = enter("b");
        schedule.withdraw(enter("z"));
        succeed(blocking);
        Batch<Wish> failing = take(schedule.promote());
        assertThat(failing.members()).containsExactly(a, both, b);
        Wish later = enter("a");

        schedule.leave(failing);

        Wish stranger = enter("c");
        assertThat(schedule.promote()).isSameAs(a);
        Batch<Wish> first = take(a);
        assertThat(first.members()).containsExactly(a);
        succeed(first);
        assertThat(schedule.promote()).isSameAs(both);
        succeed(take(both));
        assertThat(schedule.promote()).isSameAs(b);
        assertThat(schedule.promote()).isSameAs(later);
        succeed(take(b));
        succeed(take(later));
        succeed(take(stranger));
    }

    @Test
    void whatGoesApartTakesHalfTheConnectionsAtMost() {
        connections(4);
        List<Batch<Wish>> blocking = List.of(take(enter("1")), take(enter("2")), take(enter("3")), take(enter("4")));
        List<Wish> wishes = List.of(enter("a"), enter("b"), enter("c"));
        succeed(blocking.get(0));
        Batch<Wish> failing = take(schedule.promote());
        assertThat(failing.members()).isEqualTo(wishes);
        blocking.subList(1, 4).forEach(this::succeed);

        schedule.leave(failing);

        assertThat(schedule.promote()).isSameAs(wishes.get(0));
        assertThat(schedule.promote()).isSameAs(wishes.get(1));
        assertThat(schedule.promote()).as("two of four connections").isNull();
        assertThat(enter("d").state()).isEqualTo(State.LEADING);
        schedule.withdraw(wishes.get(0));
        assertThat(schedule.promote()).isSameAs(wishes.get(2));
        schedule.withdraw(last);
        succeed(take(wishes.get(1)));
        succeed(take(wishes.get(2)));
    }

    @Test
    void whatComesToGoApartWaitsWhileHalfTheConnectionsDo() {
        connections(4);
        for (String account : List.of("a", "b", "c")) {
            Batch<Wish> failed = take(enter(account));
            schedule.failed(last, 0);
            last.fail(QuotaStoreException.notCharged("bad row", null));
            schedule.leave(failed);
        }

        List<Wish> wishes = List.of(enter("a"), enter("b"), enter("c"));

        assertThat(wishes).extracting(Wish::state).containsExactly(State.LEADING, State.LEADING, State.WAITING);
        succeed(take(wishes.get(0)));
        assertThat(schedule.promote()).isSameAs(wishes.get(2));
        succeed(take(wishes.get(1)));
        succeed(take(wishes.get(2)));
    }

    @Test
    void anAccountThatFailedGoesApartForAWhile() {
        connections(2);
        Wish bad = enter("a");
        Batch<Wish> failed = take(bad);
        schedule.failed(bad, 0);
        succeed(failed);
        Batch<Wish> one = take(enter("x"));
        Batch<Wish> two = take(enter("y"));
        Wish again = enter("a");
        Wish stranger = enter("b");
        succeed(one);
        assertThat(schedule.promote()).isSameAs(again);

        Batch<Wish> apart = take(again);

        assertThat(apart.members()).containsExactly(again);
        succeed(two);
        assertThat(schedule.promote()).isSameAs(stranger);
        succeed(take(stranger));
        succeed(apart);
        Batch<Wish> trusted = takeWith("c", "a");
        assertThat(trusted.members()).hasSize(2);
        succeed(trusted);
    }

    @Test
    void anAccountThatFailedIsTrustedAgainInTime() {
        Wish bad = enter("a");
        Batch<Wish> failed = take(bad);
        schedule.failed(bad, -HARD - 1);
        succeed(failed);

        Batch<Wish> together = takeWith("c", "a");

        assertThat(together.members()).hasSize(2);
        succeed(together);
    }

    @Test
    void anAccountThatFailedIsNotTrustedBeforeItsTime() {
        Wish bad = enter("a");
        Batch<Wish> failed = take(bad);
        schedule.failed(bad, -HARD);
        succeed(failed);

        Batch<Wish> strangers = takeWith("c", "a");

        assertThat(strangers.members()).hasSize(1);
        succeed(strangers);
        assertThat(schedule.promote()).isSameAs(last);
        succeed(take(last));
    }

    @Test
    void anAccountThatFailsAgainStaysApart() {
        Wish bad = enter("a");
        Batch<Wish> failed = take(bad);
        schedule.failed(bad, 0);
        succeed(failed);
        Batch<Wish> again = take(enter("a"));
        last.fail(QuotaStoreException.notCharged("bad row", null));
        schedule.leave(again);

        assertThat(schedule.remembered()).isEqualTo(1);
        Batch<Wish> undone = take(enter("a"));
        schedule.abandon(last);
        schedule.leave(undone);

        assertThat(schedule.remembered()).isEqualTo(1);
    }

    @Test
    void isIdleOnlyWhenNobodyIsThere() {
        assertThat(schedule.isIdle()).isTrue();
        Wish a = enter("a");
        Wish b = enter("b");
        assertThat(schedule.isIdle()).isFalse();
        assertThat(schedule.waiting()).isEqualTo(2);

        succeed(take(a));

        assertThat(b.state()).isEqualTo(State.ANSWERED);
        assertThat(schedule.waiting()).isZero();
        assertThat(schedule.isIdle()).isTrue();
    }

    @Test
    void aStuckConnectionNoLongerCountsAndItsAccountsAreFree() {
        Wish stuck = enter("a");
        Batch<Wish> lost = schedule.take(stuck, 0);
        Wish next = enter("a");
        schedule.reclaim(HARD);
        assertThat(schedule.promote()).as("not yet").isNull();

        schedule.reclaim(HARD + 1);

        assertThat(schedule.promote()).isSameAs(next);
        Batch<Wish> second = schedule.take(next, HARD + 1);
        assertThat(schedule.abandon(stuck)).isTrue();
        schedule.leave(lost);
        assertThat(schedule.free()).as("its connection was given up").isZero();
        succeed(second);
        assertThat(schedule.free()).isEqualTo(1);
    }

    @Test
    void aConnectionIsStuckFromWhenItWasTaken() {
        Batch<Wish> stuck = schedule.take(enter("a"), 10);

        schedule.reclaim(HARD + 10);
        assertThat(schedule.free()).isZero();
        schedule.reclaim(HARD + 11);
        assertThat(schedule.free()).isEqualTo(1);

        succeed(stuck);
    }

    @Test
    void atMostSoManyConnectionsAreLostAsThereAre() {
        Batch<Wish> first = schedule.take(enter("a"), 0);
        schedule.reclaim(HARD + 1);
        Batch<Wish> second = schedule.take(enter("b"), 0);
        Wish third = enter("c");

        schedule.reclaim(2 * HARD + 2);

        assertThat(schedule.promote()).isNull();
        succeed(first);
        schedule.reclaim(2 * HARD + 2);
        assertThat(schedule.promote()).isSameAs(third);
        succeed(take(third));
        succeed(second);
        assertThat(schedule.free()).isEqualTo(1);
    }

    @Test
    void aLostBatchThatReturnsUndoneDoesNotComeBackBeforeOthers() {
        Wish stuck = enter("a");
        Batch<Wish> lost = schedule.take(stuck, 0);
        schedule.reclaim(HARD + 1);
        Wish next = enter("a");

        schedule.leave(lost);

        Batch<Wish> batch = take(next);
        assertThat(batch.members()).containsExactly(next);
        succeed(batch);
    }

    @Test
    void turnsAwayWhomThereIsNoRoomFor() {
        Batch<Wish> running = take(enter("a"));
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
        for (Wish next = schedule.promote(); next != null; next = schedule.promote()) {
            succeed(take(next));
        }
        assertThat(schedule.waiting()).isZero();
    }

    @Test
    void aFloodOfOneAccountTakesOneConnection() {
        connections(2);
        Batch<Wish> flood = take(enter("hot"));
        List<Wish> rest = List.of(enter("hot"), enter("hot"), enter("hot"));

        for (int number = 0; number < 3; number++) {
            Wish stranger = enter("k" + number);
            assertThat(stranger.state()).as("goes at once").isEqualTo(State.LEADING);
            succeed(take(stranger));
        }

        assertThat(schedule.promote()).isNull();
        succeed(flood);
        assertThat(schedule.promote()).isSameAs(rest.get(0));
        succeed(take(rest.get(0)));
    }

    @Test
    void aStrangerWaitsForOneBatchOfAFloodAtMost() {
        Batch<Wish> flood = take(enter("hot"));
        List<Wish> rest = List.of(enter("hot"), enter("hot"), enter("hot"));
        Wish stranger = enter("k");
        succeed(flood);

        Batch<Wish> next = take(schedule.promote());

        assertThat(next.members()).containsAll(rest).contains(stranger);
        succeed(next);
    }

    @Test
    void fewAccountsThatFailedAreRemembered() {
        for (int number = 0; number < 3000; number++) {
            Wish wish = enter("k" + number);
            Batch<Wish> batch = take(wish);
            schedule.failed(wish, 0);
            wish.fail(QuotaStoreException.notCharged("bad row", null));
            schedule.leave(batch);
        }

        assertThat(schedule.remembered()).isEqualTo(1024);
        schedule.withdraw(enter("trusted", HARD + 1));
        assertThat(schedule.remembered()).isZero();
    }

    @Test
    void theNextOnAnAccountThatRefusedIsTold() {
        Wish first = enter("a");
        Batch<Wish> running = take(first);
        Wish second = enter("a");
        first.refuse = true;
        succeed(running);
        schedule.promote();

        Batch<Wish> next = take(second);

        assertThat(second.mayBeFull()).isTrue();
        Wish third = enter("a");
        succeed(next);
        schedule.promote();
        succeed(take(third));
        assertThat(third.mayBeFull()).as("the last was not refused").isFalse();
    }

    @Test
    void aVisitorHasAConnectionForItself() {
        Batch<Wish> running = take(enter("a"));
        Wish visitor = enter();
        Wish b = enter("b");
        succeed(running);

        assertThat(schedule.promote()).isSameAs(visitor);
        Batch<Wish> visit = take(visitor);

        assertThat(visit.members()).containsExactly(visitor);
        succeed(visit);
        assertThat(schedule.promote()).isSameAs(b);
        succeed(take(b));
    }

    private Wish last;

    private void connections(int number) {
        schedule = new BatchScheduler<>(new Bounds(number, 4, 10, 5, HARD), () -> dry);
    }

    private Wish enter(String... accounts) {
        last = new Wish(accounts);
        schedule.enter(last, 0);
        return last;
    }

    private Wish enter(String account, long now) {
        last = new Wish(account);
        schedule.enter(last, now);
        return last;
    }

    private Batch<Wish> take(Wish leader) {
        return schedule.take(leader, 0);
    }

    /** A batch led by one account, with the other waiting. */
    private Batch<Wish> takeWith(String account, String other) {
        if (schedule.free() > 1) {
            return takeBesideBusy(account, other);
        }
        Wish leader = enter(account);
        enter(other);
        return take(leader);
    }

    private Batch<Wish> takeBesideBusy(String account, String other) {
        Batch<Wish> busy = take(enter("busy"));
        Wish leader = enter(account);
        enter(other);
        Batch<Wish> batch = take(leader);
        succeed(busy);
        return batch;
    }

    private void succeed(Batch<Wish> batch) {
        batch.members().forEach(wish -> {
            wish.done();
            wish.answered();
        });
        schedule.leave(batch);
    }

    private static final class Wish extends BatchScheduler.Request {

        private boolean refuse;

        private Wish(String... accounts) {
            super(accounts);
        }

        @Override
        public boolean refused() {
            return refuse;
        }
    }
}
