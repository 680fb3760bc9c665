package dev.breakwater.connectors.alarms;

import static dev.breakwater.connectors.alarms.Alarms.notice;
import static dev.breakwater.connectors.alarms.Alarms.resolve;
import static dev.breakwater.connectors.alarms.Alarms.trigger;
import static dev.breakwater.connectors.alarms.Alarms.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final OutboxLimits LIMITS = OutboxLimits.defaults();
    private static final Delivery OK = new Delivery.Accepted("k");
    private static final Delivery BUSY = new Delivery.RetryLater("HTTP 429", Duration.ZERO, false);
    private static final Delivery LOST = new Delivery.RetryLater("IOException", Duration.ZERO, true);
    private static final Delivery NO = new Delivery.Rejected(400, List.of("bad"));

    private long now = 1_764_000_000_000L;
    private Outbox outbox = Outbox.fresh(LIMITS);

    @Test
    void keepsAnUnsentTriggerAndItsResolveInOrder() {
        offer(trigger("k", now), resolve("k", now));
        assertThat(sendAll()).containsExactly("TRIGGER k", "RESOLVE k");
    }

    @Test
    void aNoticeOpensNothingAndGoesLast() {
        offer(notice("act", now), trigger("k", now));
        assertThat(sendAll()).containsExactly("TRIGGER k", "NOTICE act");
        assertThat(outbox.snapshot().open()).containsExactly("k");
        offer(notice("act-2", now));
        attempt(LOST);
        assertThat(outbox.snapshot().perhapsOpen()).isEmpty();
    }

    @Test
    void aFullOutboxGivesNoticesUpBeforeAlarms() {
        outbox = Outbox.fresh(LIMITS.withMaxPending(2));
        offer(trigger("a", now), notice("act", now), trigger("b", now));
        assertThat(outbox.drainUnheard())
                .extracting(unheard -> unheard.event().dedupKey())
                .containsExactly("act");
        assertThat(sendAll()).containsExactly("TRIGGER a", "TRIGGER b");
    }

    @Test
    void replacesAnUnsentUpdateByTheNewerOne() {
        offer(trigger("k", now));
        assertThat(sendAll()).containsExactly("TRIGGER k");
        offer(update("k", "old", now), update("k", "new", now));
        assertThat(outbox.next(now)).map(AlarmEvent::summary).contains("new");
        assertThat(outbox.counts().coalesced()).isEqualTo(1);
    }

    @Test
    void theResolveOfAnOpenAlarmReplacesItsUnsentUpdate() {
        offer(trigger("k", now));
        sendAll();
        offer(update("k", "news", now), resolve("k", now));
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void aResolveDoesNotReplaceATriggerThatMayOnlyPerhapsHaveArrived() {
        offer(trigger("k", now));
        attempt(LOST);
        offer(resolve("k", now));
        now += 60_000;
        assertThat(sendAll()).containsExactly("TRIGGER k", "RESOLVE k");
    }

    @Test
    void aResolveWaitsWhileItsTriggerIsRepeated() {
        offer(trigger("k", now), resolve("k", now));
        for (int i = 0; i < 5; i++) {
            assertThat(attempt(BUSY)).isEqualTo("TRIGGER k");
            now = outbox.wakeAt(now);
        }
        assertThat(sendAll()).containsExactly("TRIGGER k", "RESOLVE k");
    }

    @Test
    void pausesDoubleUpToTheLongestAndStartOverAfterASuccess() {
        offer(trigger("k", now));
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            attempt(BUSY);
            pauses.add((outbox.wakeAt(now) - now) / 1000);
            now = outbox.wakeAt(now);
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        attempt(OK);
        offer(trigger("k2", now));
        attempt(BUSY);
        assertThat(outbox.wakeAt(now) - now).isEqualTo(1000);
    }

    @Test
    void waitsAsLongAsTheReceiverAsksUpToTheLongestPause() {
        offer(trigger("k", now));
        attempt(new Delivery.RetryLater("HTTP 429", Duration.ofSeconds(20), false));
        assertThat(outbox.wakeAt(now) - now).isEqualTo(20_000);
        now = outbox.wakeAt(now);
        attempt(new Delivery.RetryLater("HTTP 429", Duration.ofDays(3), false));
        assertThat(outbox.wakeAt(now) - now).isEqualTo(60_000);
    }

    @Test
    void anEventThatAlwaysFailsDoesNotBlockTheOthers() {
        offer(trigger("poison", now), trigger("good", now));
        attempt(LOST);
        now = outbox.wakeAt(now);
        assertThat(attempt(OK)).isEqualTo("TRIGGER good");
    }

    @Test
    void sendsNoMoreThanThePaceInAnySixtySeconds() {
        outbox = Outbox.fresh(LIMITS.withPerMinute(3));
        for (int i = 0; i < 5; i++) {
            offer(trigger("k" + i, now));
        }
        assertThat(sendAllNow()).hasSize(3);
        assertThat(outbox.wakeAt(now) - now).isEqualTo(60_000);
        now += 59_999;
        assertThat(outbox.next(now)).isEmpty();
        now += 1;
        assertThat(sendAllNow()).hasSize(2);
    }

    @Test
    void aClockSetBackByADayDelaysAlarmsByTheLongestPauseAtMost() {
        outbox = Outbox.fresh(LIMITS.withPerMinute(1));
        offer(trigger("k", now));
        attempt(BUSY);
        now -= Duration.ofDays(1).toMillis();
        assertThat(outbox.next(now)).isEmpty();
        assertThat(outbox.wakeAt(now) - now).isLessThanOrEqualTo(60_000);
        now = outbox.wakeAt(now);
        assertThat(attempt(OK)).isEqualTo("TRIGGER k");
    }

    @Test
    void newAlarmsGoBeforeResolvesAndResolvesBeforeNews() {
        offer(trigger("a", now), trigger("b", now));
        sendAll();
        offer(update("a", "news", now), resolve("b", now), trigger("c", now));
        assertThat(sendAll()).containsExactly("TRIGGER c", "RESOLVE b", "UPDATE a");
    }

    @Test
    void anOldBacklogWakesNobodyAndItsResolvesAreNotSentEither() {
        long old = now - Duration.ofHours(2).toMillis();
        offer(trigger("k", old), resolve("k", old + 60_000));
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactly("STALE TRIGGER", "NEVER_RAISED RESOLVE");
    }

    @Test
    void aFreshUpdateRaisesTheAlarmWhoseTriggerWasTooOld() {
        offer(trigger("k", now - Duration.ofHours(2).toMillis()), update("k", "still on", now), resolve("k", now));
        assertThat(sendAll()).containsExactly("UPDATE k", "RESOLVE k");
    }

    @Test
    void anOldResolveOfAnOpenAlarmIsSent() {
        offer(trigger("k", now));
        sendAll();
        now += Duration.ofHours(5).toMillis();
        offer(resolve("k", now - Duration.ofHours(4).toMillis()));
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void afterARestartAnUnknownResolveIsSentBecauseItsTriggerMayHaveBeen() {
        outbox = Outbox.restored(LIMITS, List.of());
        offer(trigger("k", now - Duration.ofHours(2).toMillis()), resolve("k", now));
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void givesUpATriggerAfterItsAgeAndTheResolveWithIt() {
        offer(trigger("k", now), resolve("k", now));
        attempt(BUSY);
        now += Duration.ofHours(1).toMillis() + 1;
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactlyInAnyOrder("EXPIRED TRIGGER", "NEVER_RAISED RESOLVE");
    }

    @Test
    void keepsTheResolveOfATriggerThatMayHaveArrivedForADay() {
        offer(trigger("k", now), resolve("k", now));
        attempt(LOST);
        now += Duration.ofHours(23).toMillis();
        assertThat(sendAll()).containsExactly("RESOLVE k");
        assertThat(unheard()).containsExactly("EXPIRED TRIGGER");
    }

    @Test
    void aRejectedTriggerTakesItsResolveWithItAndIsNeverRepeated() {
        offer(trigger("k", now), resolve("k", now));
        attempt(NO);
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactlyInAnyOrder("REJECTED TRIGGER", "NEVER_RAISED RESOLVE");
    }

    @Test
    void dropsTheOldestNewsFirstThenTriggersAndResolvesLast() {
        outbox = Outbox.fresh(LIMITS.withMaxPending(3));
        offer(trigger("a", now), trigger("b", now));
        sendAll();
        offer(resolve("a", now), update("b", "news", now), trigger("c", now), trigger("d", now));
        assertThat(unheard()).containsExactly("OVERFLOW UPDATE");
        offer(trigger("e", now));
        assertThat(unheard()).containsExactly("OVERFLOW TRIGGER");
        assertThat(sendAll()).containsExactly("TRIGGER d", "TRIGGER e", "RESOLVE a");
    }

    @Test
    void anUpdateAfterItsResolveWouldOpenAnAlarmForEverAndIsNotSent() {
        offer(trigger("k", now), resolve("k", now), update("k", "late", now));
        assertThat(sendAll()).containsExactly("TRIGGER k", "RESOLVE k");
        assertThat(unheard()).containsExactly("AFTER_RESOLVE UPDATE");
    }

    @Test
    void alarmsWithoutAKeyAreReportedAndNotJoinedUnderOne() {
        offer(trigger(" ", now), trigger(null, now));
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactly("NO_KEY TRIGGER", "NO_KEY TRIGGER");
    }

    @Test
    void aSnapshotHoldsTheEventInFlightAndGoesOnInOrder() {
        offer(trigger("k", now), resolve("k", now), trigger("other", now));
        assertThat(outbox.next(now)).isPresent();
        outbox = Outbox.restored(LIMITS, List.of(outbox.snapshot()));
        assertThat(sendAll()).containsExactly("TRIGGER k", "TRIGGER other", "RESOLVE k");
    }

    private void offer(AlarmEvent... events) {
        for (AlarmEvent event : events) {
            outbox.offer(event, now);
        }
    }

    private String attempt(Delivery delivery) {
        AlarmEvent event = outbox.next(now).orElseThrow();
        outbox.settle(delivery, now);
        return event.action() + " " + event.dedupKey();
    }

    private List<String> sendAllNow() {
        List<String> sent = new ArrayList<>();
        for (Optional<AlarmEvent> next = outbox.next(now); next.isPresent(); next = outbox.next(now)) {
            outbox.settle(OK, now);
            sent.add(next.get().action() + " " + next.get().dedupKey());
        }
        return sent;
    }

    private List<String> sendAll() {
        List<String> sent = new ArrayList<>(sendAllNow());
        while (outbox.wakeAt(now) < Long.MAX_VALUE) {
            now = Math.max(now, outbox.wakeAt(now));
            sent.addAll(sendAllNow());
        }
        return sent;
    }

    private List<String> unheard() {
        return outbox.drainUnheard().stream()
                .map(lost -> lost.reason() + " " + lost.event().action())
                .toList();
    }
}
