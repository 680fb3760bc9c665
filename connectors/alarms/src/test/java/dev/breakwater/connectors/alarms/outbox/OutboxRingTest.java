package dev.breakwater.connectors.alarms.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.OpenKeys.OpenKey;
import dev.breakwater.model.AlarmAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests a receiver that notifies only about new keys, and texts that are current when they are sent. */
class OutboxRingTest {

    private static final long AGAIN = Duration.ofMinutes(20).toMillis();
    private static final Delivery BUSY = new Delivery.RetryLater("503", Duration.ZERO, false);

    private final OutboxLimits limits = OutboxLimits.defaults().restating().ringing();
    private final List<String> heard = new ArrayList<>();
    private Outbox outbox = Outbox.fresh(limits);
    private long now = 1_764_000_000_000L;

    @Test
    void whatIsStatedAgainIsTheTextThatHoldsByThen() {
        outbox.offer(Alarms.trigger("k", now), now);
        say(AlarmAction.UPDATE, "held at reserved concurrency 5", 0);
        takesAll();
        heard.clear();
        say(AlarmAction.STANDS, "given back at 12:31", 0);
        takesAll();
        assertThat(heard).as("no news").isEmpty();
        now += AGAIN;
        takesAll();
        assertThat(heard).containsExactly("UPDATE k: given back at 12:31");
    }

    @Test
    void whatCouldNotBeSentIsSentAsItStandsByThen() {
        say(AlarmAction.TRIGGER, "asked for 5", 0);
        outbox.next(now);
        say(AlarmAction.STANDS, "held at 5", 0);
        outbox.settle(new Delivery.RetryLater("503", Duration.ZERO, false), now);
        now += 60_000;
        takesAll();
        assertThat(heard).containsExactly("TRIGGER k: held at 5");
    }

    @Test
    void aTextThatChangesWhileOneIsSentIsNoNews() {
        say(AlarmAction.TRIGGER, "asked for 5", 0);
        outbox.next(now);
        say(AlarmAction.STANDS, "held at 5", 0);
        outbox.settle(new Delivery.Accepted("k"), now);
        takesAll();
        assertThat(heard).isEmpty();
        assertThat(outbox.size()).isZero();
    }

    @Test
    void howAnAlarmStandsThatIsUnknownOrOverOpensNothing() {
        say(AlarmAction.STANDS, "held at 5", 0);
        say(AlarmAction.TRIGGER, "asked", 0);
        takesAll();
        say(AlarmAction.RESOLVE, "over", 0);
        say(AlarmAction.STANDS, "held at 5", 0);
        takesAll();
        now += AGAIN;
        takesAll();
        assertThat(heard).containsExactly("TRIGGER k: asked", "RESOLVE k: over");
        assertThat(outbox.counts().offered()).isEqualTo(2);
    }

    @Test
    void ringsByAnotherKeyAndResolvesTheOneBeforeOnceThatIsAccepted() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        say(AlarmAction.UPDATE, "critical", 1);
        AlarmEvent rings = outbox.next(now).orElseThrow();
        assertThat(rings.dedupKey()).isEqualTo("k/1");
        assertThat(outbox.snapshot().keys()).hasSize(2);
        outbox.settle(new Delivery.RetryLater("503", Duration.ZERO, false), now);
        assertThat(outbox.next(now + 59_000).map(AlarmEvent::dedupKey)).contains("k/1");
        outbox.settle(new Delivery.Accepted("k/1"), now + 59_000);
        now += 60_000;
        takesAll();
        assertThat(heard).containsExactly("TRIGGER k: error", "RESOLVE k: critical");
        say(AlarmAction.UPDATE, "worse", 1);
        say(AlarmAction.RESOLVE, "over", 0);
        takesAll();
        assertThat(heard).last().isEqualTo("RESOLVE k/1: over");
        assertThat(outbox.snapshot().keys()).isEmpty();
    }

    @Test
    void aKeyThatWasNeverSentSimplyTakesTheNewText() {
        say(AlarmAction.TRIGGER, "error", 0);
        say(AlarmAction.UPDATE, "critical", 1);
        say(AlarmAction.UPDATE, "ten times as much", 2);
        takesAll();
        assertThat(heard).hasSize(1).first().asString().startsWith("UPDATE k/2: ten times");
        say(AlarmAction.RESOLVE, "over", 0);
        takesAll();
        assertThat(heard).hasSize(2).last().isEqualTo("RESOLVE k/2: over");
    }

    @Test
    void whatMayHaveArrivedIsResolvedTooWhenTheAlarmIsOverFirst() {
        say(AlarmAction.TRIGGER, "error", 0);
        outbox.next(now);
        outbox.settle(new Delivery.RetryLater("no answer", Duration.ZERO, true), now);
        say(AlarmAction.UPDATE, "critical", 1);
        now += 60_000;
        outbox.next(now);
        outbox.settle(new Delivery.RetryLater("no answer", Duration.ZERO, true), now);
        say(AlarmAction.RESOLVE, "over", 0);
        now += 120_000;
        takesAll();
        assertThat(heard).containsExactlyInAnyOrder("RESOLVE k: critical", "RESOLVE k/1: over");
        assertThat(outbox.size()).isZero();
    }

    @Test
    void theFormerKeyIsRememberedOverARestart() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        say(AlarmAction.UPDATE, "critical", 1);
        outbox.next(now);
        outbox = Outbox.restored(limits, List.of(outbox.snapshot()));
        takesAll();
        assertThat(heard).containsExactly("TRIGGER k: error", "UPDATE k/1: critical", "RESOLVE k: critical");
    }

    @Test
    void whatBeginsBeforeTheEndOfTheOneBeforeWasSaidRings() {
        say(AlarmAction.TRIGGER, "first", 0);
        takesAll();
        say(AlarmAction.RESOLVE, "over", 0);
        say(AlarmAction.TRIGGER, "second", 0);
        takesAll();
        assertThat(heard).containsExactlyInAnyOrder("TRIGGER k: first", "RESOLVE k: over", "TRIGGER k/1: second");
        say(AlarmAction.UPDATE, "worse", 1);
        takesAll();
        assertThat(heard).contains("UPDATE k/2: worse", "RESOLVE k/1: worse");
    }

    @Test
    void theNextBeginsWithoutANumberOnceAllIsOver() {
        say(AlarmAction.TRIGGER, "first", 0);
        say(AlarmAction.UPDATE, "worse", 3);
        takesAll();
        say(AlarmAction.RESOLVE, "over", 0);
        takesAll();
        say(AlarmAction.TRIGGER, "second", 0);
        takesAll();
        assertThat(heard).last().isEqualTo("TRIGGER k: second");
    }

    @Test
    void othersAreUpdatedInPlace() {
        outbox = Outbox.fresh(OutboxLimits.defaults());
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        say(AlarmAction.UPDATE, "critical", 1);
        takesAll();
        say(AlarmAction.RESOLVE, "over", 0);
        takesAll();
        assertThat(heard).containsExactly("TRIGGER k: error", "UPDATE k: critical", "RESOLVE k: over");
    }

    @Test
    void whatWasShownWhenStateWasLostIsResolvedOnceItIsToldAnew() {
        outbox.lostSightOf(
                List.of(
                        new OpenKey("old/2", "111122223333/eu-west-1", "shop", "checkout"),
                        new OpenKey("other", "111122223333/eu-west-1", "shop", "cart")),
                now);
        takesAll();
        assertThat(heard).as("it may go on").isEmpty();
        assertThat(outbox.size()).isEqualTo(2);
        say(AlarmAction.TRIGGER, "told again", 0);
        takesAll();
        assertThat(heard).hasSize(2).first().isEqualTo("TRIGGER k: told again");
        assertThat(heard.get(1)).startsWith("RESOLVE old/2: ");
        now += Duration.ofHours(2).toMillis();
        takesAll();
        assertThat(heard).as("it did not go on").anyMatch(h -> h.startsWith("RESOLVE other: "));
    }

    @Test
    void whatWasShownAfterTheSnapshotOfAnOlderStateIsResolvedOnceItIsToldAnew() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        OutboxState older = outbox.snapshot();
        say(AlarmAction.UPDATE, "critical", 1);
        takesAll();
        heard.clear();
        outbox = Outbox.restored(limits, List.of(older));
        outbox.lostSightOf(List.of(new OpenKey("k/1", "111122223333/eu-west-1", "shop", "checkout")), now);
        say(AlarmAction.UPDATE, "as before", 0);
        takesAll();
        assertThat(heard).hasSize(2).first().isEqualTo("UPDATE k: as before");
        assertThat(heard.get(1)).startsWith("RESOLVE k/1: ");
    }

    @Test
    void aKeyThatTheReceiverShowsFromARunBeforeIsNotTakenToRing() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        OutboxState older = outbox.snapshot();
        heard.clear();
        outbox = Outbox.restored(limits, List.of(older));
        outbox.lostSightOf(List.of(new OpenKey("k/1", "111122223333/eu-west-1", "shop", "checkout")), now);
        say(AlarmAction.UPDATE, "critical", 1);
        takesAll();
        assertThat(heard).hasSize(3).first().isEqualTo("UPDATE k/2: critical");
        assertThat(heard).anyMatch(h -> h.startsWith("RESOLVE k: ")).anyMatch(h -> h.startsWith("RESOLVE k/1: "));
        say(AlarmAction.UPDATE, "worse", 2);
        takesAll();
        assertThat(heard).contains("UPDATE k/3: worse", "RESOLVE k/2: worse");
    }

    @Test
    void aKeyThatTheStateKnowsIsNotLostSightOf() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        outbox = Outbox.restored(limits, List.of(outbox.snapshot()));
        outbox.lostSightOf(List.of(new OpenKey("k", "111122223333/eu-west-1", "shop", "checkout")), now);
        now += Duration.ofHours(3).toMillis();
        takesAll();
        assertThat(heard).noneMatch(h -> h.startsWith("RESOLVE"));
    }

    @Test
    void aKeyThatIsToldAgainIsNotResolvedForHavingBeenLostSightOf() {
        outbox.lostSightOf(List.of(new OpenKey("k", "111122223333/eu-west-1", "shop", "checkout")), now);
        say(AlarmAction.TRIGGER, "told again", 0);
        takesAll();
        now += Duration.ofHours(3).toMillis();
        takesAll();
        assertThat(heard).noneMatch(h -> h.startsWith("RESOLVE"));
    }

    @Test
    void saysWhichKeysTheReceiverShows() {
        say(AlarmAction.TRIGGER, "error", 0);
        say(AlarmAction.UPDATE, "again", 0);
        takesAll();
        say(AlarmAction.UPDATE, "critical", 1);
        takesAll();
        say(AlarmAction.RESOLVE, "over", 0);
        takesAll();
        assertThat(outbox.drainKeys())
                .extracting(n -> (n.opened() ? "+" : "-") + n.key().key())
                .containsExactly("+k", "+k/1", "-k", "-k/1");
        assertThat(outbox.drainKeys()).isEmpty();
    }

    @Test
    void eachRunWritesDownAnewWhatTheReceiverShows() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        outbox.drainKeys();
        outbox = Outbox.restored(limits, List.of(outbox.snapshot()));
        say(AlarmAction.UPDATE, "again", 0);
        takesAll();
        assertThat(outbox.drainKeys()).singleElement().satisfies(n -> {
            assertThat(n.opened()).isTrue();
            assertThat(n.key().key()).isEqualTo("k");
        });
    }

    @Test
    void aKeyThatWaitsForItsSuccessorIsNotCountedAsUnsent() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        say(AlarmAction.UPDATE, "critical", 1);
        outbox.next(now);
        outbox.settle(BUSY, now);
        assertThat(outbox.size()).as("the new key").isOne();
        now += 1_000;
        takesAll();
        assertThat(outbox.size()).isZero();
        assertThat(heard).last().isEqualTo("RESOLVE k: critical");
    }

    @Test
    void anEndThatIsNotSentYetDoesNotWaitForTheNextAlarm() {
        say(AlarmAction.TRIGGER, "first", 0);
        takesAll();
        outbox = Outbox.restored(limits, List.of(outbox.snapshot()));
        say(AlarmAction.RESOLVE, "over", 0);
        say(AlarmAction.TRIGGER, "second", 0);
        assertThat(outbox.next(now).map(AlarmEvent::dedupKey)).contains("k/1");
        outbox.settle(BUSY, now);
        now += 500;
        assertThat(outbox.next(now).map(e -> e.action() + " " + e.dedupKey())).contains("RESOLVE k");
    }

    @Test
    void anAlarmOfOldDataAfterAnUnsentEndWaitsForItsOwnEnd() {
        say(AlarmAction.TRIGGER, "first", 0);
        takesAll();
        say(AlarmAction.RESOLVE, "over", 0);
        long old = now - Duration.ofHours(2).toMillis();
        outbox.offer(Alarms.event(AlarmAction.TRIGGER, "k", "of two hours ago", old), now);
        takesAll();
        assertThat(heard).last().isEqualTo("RESOLVE k: over");
        assertThat(outbox.wakeAt(now) - now).isEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void keysFromEarlierRunsTakeNoMoreRoomThanTheyMay() {
        outbox = Outbox.fresh(limits.withRoomFor(2, 1));
        for (String key : List.of("a", "b", "c"))
            outbox.lostSightOf(List.of(new OpenKey(key, "111122223333/eu-west-1", "shop", key)), now);
        say(AlarmAction.TRIGGER, "error", 0);
        say(AlarmAction.UPDATE, "again", 0);
        assertThat(outbox.snapshot().keys())
                .extracting(key -> key.event().dedupKey())
                .containsExactlyInAnyOrder("b", "c", "k");
        assertThat(outbox.drainUndelivered())
                .extracting(lost -> lost.event().dedupKey())
                .containsExactly("a");
    }

    @Test
    void nothingOfAKeyThatWasReplacedIsLeftAfterAllIsGivenUp() {
        say(AlarmAction.TRIGGER, "error", 0);
        takesAll();
        say(AlarmAction.UPDATE, "critical", 1);
        outbox.next(now);
        outbox.settle(BUSY, now);
        outbox.abandon(UndeliveredAlarm.Reason.END_OF_INPUT, now);
        assertThat(outbox.drainUndelivered())
                .extracting(lost -> lost.event().action() + " " + lost.event().dedupKey())
                .containsExactlyInAnyOrder("UPDATE k", "RESOLVE k");
        assertThat(outbox.snapshot().keys()).isEmpty();
    }

    @Test
    void howAnAlarmStandsWithoutAKeyIsNothingLost() {
        outbox.offer(Alarms.event(AlarmAction.STANDS, " ", "held at 5", now), now);
        assertThat(outbox.hasUndelivered()).isFalse();
    }

    private void say(AlarmAction action, String text, int ring) {
        outbox.offer(Alarms.event(action, "k", text, now).ringing(ring), now);
    }

    private void takesAll() {
        for (Optional<AlarmEvent> next = outbox.next(now); next.isPresent(); next = outbox.next(now)) {
            AlarmEvent e = next.get();
            heard.add(e.action() + " " + e.dedupKey() + ": " + e.summary());
            outbox.settle(new Delivery.Accepted(e.dedupKey()), now);
        }
    }
}
