package dev.breakwater.connectors.alarms.outbox;

import static dev.breakwater.connectors.alarms.outbox.Alarms.notice;
import static dev.breakwater.connectors.alarms.outbox.Alarms.resolve;
import static dev.breakwater.connectors.alarms.outbox.Alarms.trigger;
import static dev.breakwater.connectors.alarms.outbox.Alarms.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
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
    void whatIsSentOfAKeyIsTheNewest() {
        offer(trigger("k", now), update("k", "old", now), update("k", "new", now));
        assertThat(outbox.next(now)).map(AlarmEvent::summary).contains("new");
        assertThat(outbox.counts().coalesced()).isEqualTo(2);
    }

    @Test
    void anAlarmThatIsOverBeforeAnybodyHeardOfItIsUnsaidAndReported() {
        offer(trigger("k", now));
        attempt(BUSY);
        offer(resolve("k", now));
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactly("OVER TRIGGER", "NEVER_RAISED RESOLVE");
        assertThat(outbox.snapshot().keys()).isEmpty();
    }

    @Test
    void aResolveIsSentWhereItsTriggerMayHaveArrived() {
        offer(trigger("k", now));
        attempt(LOST);
        offer(resolve("k", now));
        assertThat(sendAll()).containsExactly("RESOLVE k");
        assertThat(unheard()).isEmpty();
    }

    @Test
    void aResolveThatComesWhileItsTriggerIsBeingSentWaitsForWhatBecomesOfIt() {
        for (Delivery delivery : List.of(OK, LOST, BUSY, NO)) {
            outbox = Outbox.fresh(LIMITS);
            offer(trigger("k", now));
            outbox.next(now);
            offer(resolve("k", now));
            outbox.settle(delivery, now);
            boolean heard = delivery == OK || delivery == LOST;
            assertThat(sendAll()).as("%s", delivery).isEqualTo(heard ? List.of("RESOLVE k") : List.of());
            assertThat(outbox.size()).isZero();
            assertThat(unheard()).isEqualTo(heard ? List.of() : List.of("OVER TRIGGER", "NEVER_RAISED RESOLVE"));
        }
    }

    @Test
    void aTriggerThatComesWhileAResolveIsBeingSentOpensItAgain() {
        offer(trigger("k", now));
        sendAll();
        offer(resolve("k", now));
        outbox.next(now);
        offer(trigger("k", now));
        outbox.settle(OK, now);
        assertThat(sendAll()).containsExactly("TRIGGER k");
        offer(resolve("k", now));
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void theResolveOfAnOpenAlarmReplacesItsUnsentUpdate() {
        offer(trigger("k", now));
        sendAll();
        offer(update("k", "news", now), resolve("k", now));
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void whatRoutesSendElsewhereIsNotTold() {
        outbox = Outbox.fresh(LIMITS, "shop");
        offer(to(trigger("theirs", now), "other"), to(trigger("ours", now), "shop", "other"), to(notice("n", now)));
        assertThat(sendAll()).containsExactly("TRIGGER ours");
        assertThat(outbox.counts().offered()).isEqualTo(1);
        assertThat(unheard()).isEmpty();
    }

    @Test
    void whoWasToldOfAnAlarmIsToldToItsEndThoughItIsRoutedElsewhereByThen() {
        outbox = Outbox.fresh(LIMITS, "shop");
        offer(to(trigger("k", now), "shop"));
        assertThat(sendAll()).containsExactly("TRIGGER k");
        offer(to(update("k", "critical now", now), "oncall"));
        assertThat(sendAll()).containsExactly("UPDATE k");
        offer(to(resolve("k", now), "oncall"));
        assertThat(sendAll()).containsExactly("RESOLVE k");
        offer(to(trigger("k", now), "oncall"));
        assertThat(sendAll()).as("a new beginning is routed anew").isEmpty();
    }

    @Test
    void anEndOfWhatAReceiverWasNeverToldIsNothingLostButInDoubtItIsSaid() {
        outbox = Outbox.fresh(LIMITS, "shop");
        offer(to(resolve("k", now), "shop", "oncall"));
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).isEmpty();
        outbox = Outbox.restored(LIMITS, "shop", List.of());
        offer(to(resolve("k", now), "shop", "oncall"), to(resolve("theirs", now), "oncall"));
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void aReceiverThatIsAddedByAWorseSeverityHearsOfItAtItsUpdate() {
        outbox = Outbox.fresh(LIMITS, "oncall");
        offer(to(trigger("k", now), "shop"), to(update("k", "critical now", now), "shop", "oncall"));
        assertThat(sendAll()).containsExactly("UPDATE k");
    }

    @Test
    void anOpenAlarmIsSentHoweverLongTheReceiverIsAway() {
        offer(trigger("k", now));
        long back = now + Duration.ofHours(30).toMillis();
        while (now < back) {
            attempt(BUSY);
            now = outbox.wakeAt(now);
        }
        assertThat(attempt(OK)).isEqualTo("TRIGGER k");
        assertThat(unheard()).isEmpty();
    }

    @Test
    void whatIsOpenIsStatedAgainEveryTwentyMinutesWithItsNewestText() {
        outbox = Outbox.fresh(LIMITS.restating());
        offer(trigger("k", now), update("k", "worse", now));
        attempt(OK);
        for (int i = 0; i < 3; i++) {
            long said = now;
            now = outbox.wakeAt(now);
            assertThat(now - said).isEqualTo(Duration.ofMinutes(20).toMillis());
            assertThat(outbox.next(now)).map(AlarmEvent::summary).contains("worse");
            outbox.settle(OK, now);
        }
        offer(resolve("k", now));
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void whereNobodyCanEndAnAlarmByMistakeItIsStatedOnce() {
        offer(trigger("k", now));
        assertThat(sendAll()).containsExactly("TRIGGER k");
        assertThat(outbox.wakeAt(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsRefusedIsReportedOnceAndTriedAgainEveryFourMinutesUntilTheKeyIsPutRight() {
        offer(trigger("k", now));
        for (int i = 0; i < 9; i++) {
            attempt(NO);
            assertThat(outbox.wakeAt(now) - now).isEqualTo(Duration.ofMinutes(4).toMillis());
            now = outbox.wakeAt(now);
        }
        assertThat(outbox.drainUndelivered()).singleElement().satisfies(lost -> {
            assertThat(lost.reason()).isEqualTo(UndeliveredAlarm.Reason.REJECTED);
            assertThat(lost.attempts()).isOne();
        });
        assertThat(attempt(OK)).isEqualTo("TRIGGER k");
        offer(resolve("k", now));
        attempt(NO);
        assertThat(sendAll()).containsExactly("RESOLVE k");
    }

    @Test
    void newsOfARefusedAlarmIsTriedAtOnce() {
        offer(trigger("k", now));
        attempt(NO);
        offer(update("k", "news", now));
        assertThat(attempt(OK)).isEqualTo("UPDATE k");
    }

    @Test
    void aRefusedTriggerTakesItsResolveWithIt() {
        offer(trigger("k", now));
        attempt(NO);
        offer(resolve("k", now));
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactly("REJECTED TRIGGER", "NEVER_RAISED RESOLVE");
    }

    @Test
    void aNoticeOpensNothingGoesLastAndIsGoneOnceItWasSent() {
        offer(notice("act", now), trigger("k", now));
        assertThat(sendAll()).containsExactly("TRIGGER k", "NOTICE act");
        offer(notice("act-2", now), notice("act-3", now));
        attempt(NO);
        attempt(LOST);
        assertThat(sendAll()).containsExactly("NOTICE act-3");
        assertThat(outbox.snapshot().keys())
                .extracting(k -> k.event().dedupKey())
                .containsExactly("k");
        assertThat(unheard()).containsExactly("REJECTED NOTICE");
    }

    @Test
    void aNoticeIsGivenUpAfterAnHour() {
        offer(notice("act", now), notice("old", now - Duration.ofHours(2).toMillis()));
        attempt(BUSY);
        now += Duration.ofHours(1).toMillis() + 1;
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactly("STALE NOTICE", "EXPIRED NOTICE");
    }

    @Test
    void aNoticeThatIsAnHourOldIsSentAllTheSame() {
        offer(notice("act", now), notice("old", now - Duration.ofHours(1).toMillis()));
        attempt(BUSY);
        now += Duration.ofHours(1).toMillis();
        assertThat(sendAllNow()).containsExactly("NOTICE old", "NOTICE act");
        assertThat(unheard()).isEmpty();
    }

    @Test
    void aFullOutboxGivesUpItsOldestNotice() {
        outbox = Outbox.fresh(LIMITS.withRoomFor(10, 2));
        offer(notice("a", now), notice("b", now), notice("c", now), trigger("k", now));
        assertThat(unheard()).containsExactly("OVERFLOW NOTICE");
        assertThat(sendAll()).containsExactly("TRIGGER k", "NOTICE b", "NOTICE c");
    }

    @Test
    void ofTooManyKeysWhatWasHeardGoesFirstAndItsEndIsStillSent() {
        outbox = Outbox.fresh(LIMITS.withRoomFor(2, 1));
        offer(trigger("a", now), trigger("b", now));
        sendAll();
        offer(resolve("b", now), trigger("c", now));
        assertThat(unheard()).isEmpty();
        assertThat(sendAll()).containsExactly("TRIGGER c", "RESOLVE b");
        offer(resolve("a", now));
        assertThat(sendAll()).containsExactly("RESOLVE a");
    }

    @Test
    void ofTooManyKeysWhatIsRefusedGoesBeforeWhatIsUnsaid() {
        outbox = Outbox.fresh(LIMITS.withRoomFor(2, 1));
        offer(trigger("unsaid", now), trigger("refused", now));
        attempt(BUSY);
        now = outbox.wakeAt(now);
        assertThat(attempt(NO)).isEqualTo("TRIGGER refused");
        offer(trigger("c", now));
        assertThat(unheard()).containsExactly("REJECTED TRIGGER");
        assertThat(sendAll()).containsExactlyInAnyOrder("TRIGGER unsaid", "TRIGGER c");
    }

    @Test
    void ofTooManyUnsentKeysTheOldestAlarmGoesAndResolvesLast() {
        outbox = Outbox.fresh(LIMITS.withRoomFor(2, 1));
        offer(trigger("a", now));
        sendAll();
        offer(resolve("a", now), trigger("b", now), trigger("c", now));
        assertThat(unheard()).containsExactly("OVERFLOW TRIGGER");
        assertThat(sendAll()).containsExactly("TRIGGER c", "RESOLVE a");
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
    void anAlarmFailsOnceItIsRefusedOrWasNotAcceptedThreeTimes() {
        offer(trigger("busy", now));
        List<Integer> failing = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            failing.add(outbox.failing());
            attempt(BUSY);
            now = outbox.wakeAt(now);
        }
        assertThat(failing).containsExactly(0, 0, 0, 1);
        attempt(OK);
        assertThat(outbox.failing()).isZero();
        offer(trigger("refused", now));
        attempt(NO);
        assertThat(outbox.failing()).isOne();
    }

    @Test
    void newsDoesNotAskAReceiverInTroubleSooner() {
        offer(trigger("k", now));
        for (int i = 0; i < 8; i++) {
            attempt(BUSY);
            now = outbox.wakeAt(now);
        }
        attempt(BUSY);
        offer(update("k", "news", now));
        assertThat(outbox.wakeAt(now) - now).isEqualTo(60_000);
        offer(trigger("other", now));
        assertThat(outbox.wakeAt(now) - now).as("half as long for the others").isEqualTo(30_000);
        now += 60_000;
        assertThat(attempt(OK)).isEqualTo("TRIGGER other");
        attempt(BUSY);
        assertThat(outbox.wakeAt(now) - now).as("news is tried no more often").isEqualTo(60_000);
    }

    @Test
    void whatWaitedLongestGoesFirst() {
        offer(trigger("tried", now));
        attempt(BUSY);
        offer(trigger("new", now));
        now += 5_000;
        assertThat(sendAllNow()).containsExactly("TRIGGER new", "TRIGGER tried");
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
    void aClockSetBackShortensNoPauseThatTheReceiverAskedForAndRepeatsNothing() {
        offer(trigger("said", now));
        attempt(OK);
        offer(trigger("k", now));
        attempt(new Delivery.RetryLater("HTTP 429", Duration.ofDays(3), false));
        now -= Duration.ofDays(1).toMillis();
        offer(trigger("other", now));
        assertThat(outbox.next(now)).isEmpty();
        now += 60_000;
        assertThat(sendAllNow()).containsExactlyInAnyOrder("TRIGGER k", "TRIGGER other");
        assertThat(outbox.wakeAt(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aClockSetBackDelaysARefusedAlarmByWhatWasLeftOfItsWait() {
        offer(trigger("k", now));
        attempt(NO);
        now += Duration.ofMinutes(3).toMillis();
        assertThat(outbox.next(now)).isEmpty();
        OutboxState state = outbox.snapshot();
        now -= Duration.ofMinutes(10).toMillis();
        assertThat(outbox.next(now)).isEmpty();
        assertThat(outbox.wakeAt(now) - now).isEqualTo(Duration.ofMinutes(1).toMillis());
        outbox = Outbox.restored(LIMITS, List.of(state));
        assertThat(outbox.next(now)).isEmpty();
        assertThat(outbox.wakeAt(now) - now)
                .as("the old clock is unknown")
                .isEqualTo(Duration.ofMinutes(4).toMillis());
    }

    @Test
    void afterAClockWasSetBackOldDataWaitsForItsOwnEndForFiveMinutes() {
        offer(trigger("k", now - Duration.ofHours(2).toMillis()));
        assertThat(outbox.next(now)).isEmpty();
        now -= Duration.ofHours(1).toMillis();
        assertThat(outbox.next(now)).isEmpty();
        assertThat(outbox.wakeAt(now) - now).isEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void aStateOfAClockThatWasADayAheadDelaysAlarmsByTheLongestPauseAtMost() {
        offer(trigger("k", now));
        attempt(BUSY);
        outbox = Outbox.restored(LIMITS, List.of(outbox.snapshot()));
        now -= Duration.ofDays(1).toMillis();
        assertThat(outbox.next(now)).isEmpty();
        assertThat(outbox.wakeAt(now) - now).isLessThanOrEqualTo(60_000);
    }

    @Test
    void newAlarmsGoBeforeResolvesAndResolvesBeforeNewsAndNewsBeforeRepeats() {
        outbox = Outbox.fresh(LIMITS.restating());
        offer(trigger("a", now), trigger("b", now), trigger("d", now));
        sendAllNow();
        now += Duration.ofMinutes(20).toMillis();
        offer(update("a", "news", now), resolve("b", now), trigger("c", now));
        assertThat(sendAllNow()).containsExactly("TRIGGER c", "RESOLVE b", "UPDATE a", "TRIGGER d");
    }

    @Test
    void whatOpenedAndClosedWithinABacklogWakesNobody() {
        long old = now - Duration.ofHours(2).toMillis();
        offer(trigger("k", old), update("k", "worse", old + 30_000));
        now += Duration.ofMinutes(4).toMillis();
        assertThat(sendAllNow()).isEmpty();
        offer(resolve("k", old + 60_000));
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactly("STALE UPDATE", "NEVER_RAISED RESOLVE");
    }

    @Test
    void anAlarmThatGoesOnIsToldAfterFiveMinutesHoweverOldItsData() {
        long begun = now;
        offer(trigger("k", now - Duration.ofHours(2).toMillis()));
        now += Duration.ofMinutes(3).toMillis();
        offer(update("k", "news, but old", now - Duration.ofHours(2).toMillis()));
        assertThat(sendAll()).containsExactly("UPDATE k");
        assertThat(now - begun).isEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void freshNewsOfAnAlarmOfOldDataIsToldAtOnce() {
        offer(trigger("k", now - Duration.ofHours(2).toMillis()), update("k", "still on", now));
        assertThat(sendAllNow()).containsExactly("UPDATE k");
    }

    @Test
    void oldNewsOfAnOpenAlarmIsToldAtOnce() {
        offer(trigger("k", now));
        sendAll();
        offer(update("k", "old news", now - Duration.ofHours(2).toMillis()));
        assertThat(sendAllNow()).containsExactly("UPDATE k");
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
    void afterARestartAResolveIsSentBecauseItsTriggerMayHaveBeen() {
        outbox = Outbox.restored(LIMITS, List.of());
        offer(trigger("k", now - Duration.ofHours(2).toMillis()), resolve("k", now), resolve("other", now));
        assertThat(sendAll()).containsExactly("RESOLVE k", "RESOLVE other");
        assertThat(unheard()).containsExactly("STALE TRIGGER");
    }

    @Test
    void anUpdateAfterItsResolveWouldOpenAnAlarmForEverAndIsNotSent() {
        offer(trigger("k", now));
        sendAll();
        offer(resolve("k", now), update("k", "late", now));
        assertThat(sendAll()).containsExactly("RESOLVE k");
        assertThat(unheard()).containsExactly("AFTER_RESOLVE UPDATE");
    }

    @Test
    void alarmsWithoutAKeyAreReportedAndNotJoinedUnderOne() {
        offer(trigger(" ", now), trigger(null, now));
        assertThat(sendAll()).isEmpty();
        assertThat(unheard()).containsExactly("NO_KEY TRIGGER", "NO_KEY TRIGGER");
    }

    @Test
    void aSnapshotHoldsWhatIsInFlightAndWhatIsOpen() {
        outbox = Outbox.fresh(LIMITS.restating());
        offer(trigger("open", now));
        attempt(OK);
        offer(trigger("k", now), trigger("other", now), notice("act", now));
        assertThat(outbox.next(now)).isPresent();
        outbox = Outbox.restored(LIMITS.restating(), List.of(outbox.snapshot()));
        assertThat(sendAllNow()).containsExactly("TRIGGER k", "TRIGGER other", "NOTICE act");
        assertThat(outbox.snapshot().keys())
                .as("a notice is over once it was sent")
                .extracting(k -> k.event().dedupKey())
                .containsExactlyInAnyOrder("open", "k", "other");
        now += Duration.ofMinutes(20).toMillis();
        assertThat(sendAllNow()).contains("TRIGGER open");
    }

    @Test
    void whatIsGivenUpAtTheEndIsReportedAndWhatWasSaidIsKept() {
        offer(trigger("said", now));
        attempt(OK);
        assertThat(outbox.hasUndelivered()).isFalse();
        offer(trigger("k", now), notice("act", now));
        outbox.abandon(UndeliveredAlarm.Reason.END_OF_INPUT, now);
        assertThat(outbox.hasUndelivered()).isTrue();
        assertThat(unheard()).containsExactly("END_OF_INPUT TRIGGER", "END_OF_INPUT NOTICE");
        assertThat(outbox.size()).isZero();
        assertThat(outbox.snapshot().keys())
                .extracting(k -> k.event().dedupKey())
                .containsExactly("said");
    }

    @Test
    void countsWhatBecameOfWhatItWasOffered() {
        offer(trigger("a", now), trigger("b", now), trigger("c", now), resolve("never", now));
        attempt(OK);
        attempt(NO);
        attempt(BUSY);
        offer(update("c", "news", now));
        assertThat(outbox.size())
                .as("what was refused waits and is not counted")
                .isOne();
        assertThat(outbox.counts())
                .as("nobody misses the end of what was never told")
                .isEqualTo(new Outbox.Counts(5, 1, 1, 1, 1, 1));
        assertThat(unheard()).containsExactly("NEVER_RAISED RESOLVE", "REJECTED TRIGGER");
    }

    @Test
    void anAlarmOfOldDataAfterAnUnsentResolveWaitsForItsOwnEndAgain() {
        offer(trigger("k", now));
        attempt(LOST);
        offer(resolve("k", now), trigger("k", now - Duration.ofHours(2).toMillis()));
        assertThat(outbox.wakeAt(now) - now).isEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void whatIsBeingSentIsNotGivenUpForRoom() {
        outbox = Outbox.fresh(LIMITS.withRoomFor(1, 1));
        offer(trigger("a", now));
        outbox.next(now);
        offer(trigger("b", now));
        assertThat(outbox.drainUndelivered())
                .extracting(u -> u.event().dedupKey())
                .containsExactly("b");
        outbox.settle(OK, now);
        assertThat(sendAll()).isEmpty();
        offer(resolve("a", now));
        assertThat(sendAll()).containsExactly("RESOLVE a");
    }

    @Test
    void aHugeLossIsCountedAndRememberedNoFurtherThanItsRoom() {
        outbox = Outbox.fresh(LIMITS.withRoomFor(10, 2));
        for (int i = 0; i < 5; i++) offer(trigger(" ", now));
        assertThat(unheard()).hasSize(2);
        assertThat(outbox.counts().undelivered()).isEqualTo(5);
    }

    @Test
    void aClockSetBackForgetsNoAttemptOfTheMinuteBefore() {
        outbox = Outbox.fresh(LIMITS.withPerMinute(2));
        offer(trigger("a", now), trigger("b", now), trigger("c", now));
        attempt(OK);
        now += 10_000;
        attempt(OK);
        now -= 5_000;
        assertThat(sendAllNow()).containsExactly("TRIGGER c");
        offer(trigger("d", now));
        assertThat(outbox.next(now))
                .as("the first attempt is not of the future")
                .isEmpty();
    }

    private static AlarmEvent to(AlarmEvent event, String... receivers) {
        return event.to(List.of(receivers));
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

    /** Sends until every new event has been sent. Repeats would never end. */
    private List<String> sendAll() {
        List<String> sent = new ArrayList<>(sendAllNow());
        for (int i = 0;
                i < 100 && outbox.wakeAt(now) < now + Duration.ofMinutes(30).toMillis();
                i++) {
            now = Math.max(now, outbox.wakeAt(now));
            sent.addAll(sendAllNow());
        }
        return sent;
    }

    private List<String> unheard() {
        return outbox.drainUndelivered().stream()
                .map(lost -> lost.reason() + " " + lost.event().action())
                .toList();
    }
}
