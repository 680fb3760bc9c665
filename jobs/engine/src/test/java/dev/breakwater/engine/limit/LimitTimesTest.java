package dev.breakwater.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.Call.Answer;
import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the times of the loop to the millisecond, at each time and just before it. */
class LimitTimesTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long NOW = 1_700_000_000_000L;
    private static final int OURS = 9;
    private static final int FOUND = 240;
    private static final int THEIRS = 50;

    private final List<LimitEvent> events = new ArrayList<>();
    private final LimitState s = new LimitState();
    private long room = -1;

    /** Five minutes ago, the limit 9 was set instead of 240, and readings show it. */
    LimitTimesTest() {
        s.function = "shop";
        s.intent.lease = "k1";
        s.life = Life.HELD;
        s.since = NOW - 5 * MINUTE;
        s.intent.found = FOUND;
        s.intent.wanted = OURS;
        s.intend(OURS);
        s.acts.written = OURS;
        s.acts.tried = true;
        s.acts.wasSet = true;
        s.acts.left = OURS;
        s.intent.until = NOW + 60 * MINUTE;
        s.intent.notAfter = NOW + MINUTE;
        s.intent.askedAt = NOW - 5 * MINUTE;
        s.acts.actedAt = NOW - 5 * MINUTE;
        s.acts.taggedAt = NOW - 5 * MINUTE;
        reads(OURS);
        s.readings.tag = s.tag("prod").text();
    }

    /** The third consecutive reading, a second ago, shows the same value. */
    private void reads(int value) {
        s.readings.readAt = NOW - SECOND;
        s.readings.agreeSince = NOW - 3 * MINUTE;
        s.readings.value = value;
        s.readings.shown = value;
        s.readings.shownAt = s.readings.readAt;
    }

    private void wants(Life life) {
        s.life = life;
        s.acts.left = LimitValue.UNKNOWN;
    }

    private void isNew() {
        wants(Life.SETTING);
        s.intent.ours.clear();
        s.acts.tried = false;
        s.acts.wasSet = false;
        s.acts.written = LimitValue.UNKNOWN;
        s.readings.tag = null;
        reads(FOUND);
    }

    private Reconciler reconciler() {
        return new Reconciler(new Reconciler.Terms("prod", Set.of("former"), room), events::add);
    }

    /** The kind of the call to make now, or null. */
    private Kind next() {
        Call call = reconciler().next(s, Reconciler.Gate.OPEN, NOW);
        return call == null ? null : call.kind();
    }

    private List<LimitEvent.Kind> told() {
        return events.stream().map(LimitEvent::kind).toList();
    }

    private void answered(Kind kind, Result result, long ended) {
        Call call = new Call(kind, s.key(), s.function, s.lever, OURS, s.readings.tag, false);
        reconciler().answered(s, new Answer(call, result, null, "said AWS", ended - 1, ended));
    }

    private void reading(int value, long handsOffUntil, long began) {
        Call call = new Call(Kind.READ, s.key(), s.function, s.lever, LimitValue.NONE, null, false);
        LimitReading reading = new LimitReading(true, value, s.readings.tag, handsOffUntil, null);
        reconciler().answered(s, new Answer(call, Result.DONE, reading, "", began, NOW));
    }

    // tests of readings

    @Test
    void aHeldLimitIsReadAMinuteAfterTheLastReading() {
        s.readings.readAt = NOW - Limits.READ_EVERY + 1;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW + 1);
        assertThat(next()).isNull();
        s.readings.readAt--;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aHeldLimitThatShowsAnotherValueIsReadSooner() {
        reads(THEIRS);
        s.readings.agreeSince = 0;
        s.readings.readAt = NOW - Limits.LOOK_EVERY + 1;
        assertThat(next()).isNull();
        s.readings.readAt--;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterACallThatChangedSomethingItIsReadAtOnce(boolean value) {
        if (value) s.acts.actedAt = s.readings.readAt + 1;
        else s.acts.taggedAt = s.readings.readAt + 1;
        assertThat(reconciler().dueAt(s, NOW)).isZero();
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aReadingThatBeganWithTheLastCallNeedsNoOther() {
        s.acts.actedAt = s.readings.readAt;
        s.acts.taggedAt = s.readings.readAt;
        assertThat(next()).isNull();
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.readings.readAt + Limits.READ_EVERY);
    }

    @Test
    void nothingIsDueWhileACallIsOpen() {
        s.readings.readAt = 0;
        s.calls.callAt = NOW - 1;
        assertThat(next()).isNull();
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(Long.MAX_VALUE);
        assertThat(reconciler().isOver(s, NOW)).isFalse();
    }

    @Test
    void anActIsPrecededByAReadingOfFifteenSecondsAgoAtMost() {
        wants(Life.RETURNING);
        s.readings.readAt = NOW - Limits.FRESH;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        s.readings.readAt--;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aReadingFromBeforeTheLastActIsNotFresh() {
        wants(Life.RETURNING);
        s.acts.actedAt = s.readings.readAt;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        s.acts.actedAt++;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aReadingIsBelievedSixtySecondsAfterTheFirstThatAgrees() {
        wants(Life.SETTING);
        reads(THEIRS);
        s.readings.agreeSince = s.readings.readAt - Limits.APART + 1;
        next();
        assertThat(told()).isEmpty();
        s.readings.agreeSince--;
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.YIELDED);
    }

    @Test
    void aPersonsChangeOfAHeldLimitIsConfirmedTenSecondsLater() {
        reads(THEIRS);
        s.readings.agreeSince = s.readings.readAt;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.readings.readAt + Limits.CONFIRM);
        s.readings.agreeSince = s.readings.readAt - Limits.CONFIRM + 1;
        next();
        assertThat(told()).isEmpty();
        s.readings.agreeSince--;
        s.readings.missed = true;
        next();
        assertThat(told()).as("the function may be a new one").isEmpty();
        s.readings.missed = false;
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.YIELDED);
    }

    @Test
    void onlyAReadingThatBeganNinetySecondsAfterTheLastActCounts() {
        s.readings.agreeSince = 0;
        s.acts.actedAt = NOW - 2 * MINUTE;
        reading(THEIRS, 0, s.acts.actedAt + Limits.STALE);
        assertThat(s.readings.agreeSince).isZero();
        reading(THEIRS, 0, s.acts.actedAt + Limits.STALE + 1);
        assertThat(s.readings.agreeSince).isEqualTo(s.readings.readAt);
        long first = s.readings.agreeSince;
        reading(THEIRS, 0, NOW - SECOND);
        assertThat(s.readings.agreeSince).isEqualTo(first);
        reading(THEIRS + 1, 0, NOW);
        assertThat(s.readings.agreeSince).isEqualTo(NOW);
    }

    @Test
    void aReadingThatMayBeOlderThanOurActDoesNotUndoOneThatShowedIt() {
        s.acts.actedAt = NOW - 2 * MINUTE;
        reading(FOUND, 0, s.acts.actedAt + Limits.STALE);
        assertThat(s.readings.shown).isEqualTo(OURS);
        reading(FOUND, 0, s.acts.actedAt + Limits.STALE + 1);
        assertThat(s.readings.shown).isEqualTo(FOUND);
        assertThat(s.readings.shownAt).isEqualTo(s.readings.readAt);
    }

    // tests of setting a limit

    @Test
    void aSetThatHasNotBegunInTimeLapses() {
        isNew();
        s.intent.notAfter = NOW;
        s.intent.until = NOW + 1;
        assertThat(next()).isEqualTo(Kind.TAG);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0"})
    void aSetThatWouldBeginTooLateOrEndAtOnceLapses(long notAfter, long until) {
        isNew();
        s.intent.notAfter = NOW + notAfter;
        s.intent.until = NOW + until;
        assertThat(next()).isNull();
        assertThat(told()).startsWith(LimitEvent.Kind.COULD_NOT);
    }

    @ParameterizedTest
    @CsvSource({"8,false", "9,false", "10,true", "-1,true"})
    void onlyATighterLimitIsSet(int stands, boolean sets) {
        isNew();
        reads(stands);
        assertThat(next()).isEqualTo(sets ? Kind.TAG : null);
    }

    @ParameterizedTest
    @CsvSource({"stream,0,false", "stream,1,true", "queue,0,false"})
    void aPausedStreamIsAsTightAsAnything(LeverKind lever, int stands, boolean sets) {
        isNew();
        s.lever = new Lever(lever, "m1");
        s.intent.wanted = 0;
        reads(stands);
        assertThat(next()).isEqualTo(sets ? Kind.TAG : null);
    }

    @Test
    void tenMinutesAfterItWasAskedForASetIsGivenUp() {
        wants(Life.SETTING);
        reads(FOUND);
        s.readings.agreeSince = 0;
        s.acts.wasSet = false;
        s.intent.askedAt = NOW - Limits.PATIENCE + 1;
        assertThat(next()).isEqualTo(Kind.SET);
        s.intent.askedAt--;
        next();
        assertThat(told()).startsWith(LimitEvent.Kind.COULD_NOT);
    }

    @Test
    void aDenialIsFinalTwoMinutesAfterTheTag() {
        wants(Life.SETTING);
        answered(Kind.SET, Result.DENIED, s.acts.taggedAt + Limits.TAG_LAG - 1);
        assertThat(s.life).isEqualTo(Life.SETTING);
        answered(Kind.SET, Result.DENIED, s.acts.taggedAt + Limits.TAG_LAG);
        assertThat(s.life).isEqualTo(Life.RETURNING);
        assertThat(told()).containsExactly(LimitEvent.Kind.COULD_NOT);
    }

    @Test
    void aDenialWithoutATagBeforeItIsFinal() {
        wants(Life.SETTING);
        s.acts.taggedAt = 0;
        answered(Kind.SET, Result.DENIED, Limits.TAG_LAG - 1);
        assertThat(s.life).isEqualTo(Life.RETURNING);
        assertThat(s.acts.refused)
                .as("a value of ours was seen, and takes its place")
                .isFalse();
    }

    @Test
    void aTagThatSomebodyRemovesIsWrittenAgainAMinuteAfterTheLastOne() {
        s.readings.tag = null;
        s.acts.taggedAt = NOW - Limits.RETAG_EVERY + 1;
        assertThat(next()).isNull();
        s.calls.failures = 1;
        assertThat(next()).as("one that failed has a pause of its own").isEqualTo(Kind.TAG);
        s.calls.failures = 0;
        s.acts.taggedAt--;
        assertThat(next()).isEqualTo(Kind.TAG);
    }

    // tests of failing calls

    @Test
    void eachFailureInARowWaitsLonger() {
        wants(Life.RETURNING);
        for (long pause : new long[] {2, 5, 10, 20, 40, 60, 60}) {
            answered(Kind.RESTORE, Result.FAILED, NOW);
            assertThat(s.calls.notBefore).isEqualTo(NOW + pause * SECOND);
            assertThat(s.calls.trouble).isEqualTo("said AWS");
        }
        answered(Kind.RESTORE, Result.DONE, NOW);
        assertThat(s.calls.failures).isZero();
        assertThat(s.calls.trouble).isEmpty();
    }

    @Test
    void aPauseIsOverAtItsEnd() {
        wants(Life.RETURNING);
        s.calls.notBefore = NOW + 1;
        assertThat(next()).isNull();
        s.calls.notBefore--;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        s.calls.notBefore = NOW + MINUTE;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW + MINUTE);
    }

    @ParameterizedTest
    @CsvSource({"DONE,true", "FAILED,true", "DENIED,false", "REFUSED,false", "NOT_WRITTEN,false"})
    void onlyATagThatMayBeWrittenCountsAsOne(Result result, boolean counts) {
        long before = s.acts.taggedAt;
        answered(Kind.TAG, result, NOW);
        assertThat(s.acts.taggedAt).isEqualTo(counts ? NOW : before);
    }

    @Test
    void aReturnIsReportedAsStuckAfterTenMinutesAndOnce() {
        wants(Life.RETURNING);
        s.calls.trouble = "not authorized";
        s.since = NOW - Limits.PATIENCE + 1;
        next();
        assertThat(told()).isEmpty();
        s.since--;
        next();
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.CANNOT_GIVE_BACK);
        assertThat(events.get(0).words()).isEqualTo("not authorized");
    }

    @Test
    void aReturnThatIsNotReadYetIsReportedTenMinutesAfterTheStart() {
        wants(Life.RETURNING);
        s.since = NOW - 60 * MINUTE;
        s.readings.readAt = 0;
        s.acts.actedAt = NOW - Limits.PATIENCE + 1;
        next();
        assertThat(told()).isEmpty();
        s.acts.actedAt--;
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.CANNOT_GIVE_BACK);
    }

    @ParameterizedTest
    @CsvSource({"HELD,false", "RETURNING,true"})
    void onlyAReturnThatWasNotReportedYetIsReportedAsStuck(Life life, boolean back) {
        wants(life);
        s.since = NOW - 60 * MINUTE;
        s.reports.toldBack = back;
        reads(back ? FOUND : OURS);
        next();
        assertThat(told()).doesNotContain(LimitEvent.Kind.CANNOT_GIVE_BACK);
    }

    @ParameterizedTest
    @CsvSource({"0, 240, -1", "1, 240, 10", "230, 240, 239", "231, 240, -1", "1, -1, 10", "-1, -1, -1"})
    void aRefusedReturnIsMadeAsFarAsTheRoomReaches(long free, int found, int stopgap) {
        wants(Life.RETURNING);
        room = free;
        s.intent.found = found;
        answered(Kind.RESTORE, Result.REFUSED, NOW);
        assertThat(s.acts.stopgap).isEqualTo(stopgap);
        assertThat(s.intent.ours.contains(stopgap)).isEqualTo(stopgap > 0);
    }

    // tests of the release

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReturnIsOverNinetySecondsAfterTheLastCall(boolean value) {
        wants(Life.RETURNING);
        s.reports.toldBack = true;
        s.readings.tag = null;
        reads(FOUND);
        s.acts.actedAt = s.readings.readAt - Limits.STALE - (value ? 0 : 1);
        s.acts.taggedAt = s.readings.readAt - Limits.STALE - (value ? 1 : 0);
        next();
        assertThat(s.life).isEqualTo(Life.RETURNING);
        if (value) s.acts.actedAt--;
        else s.acts.taggedAt--;
        next();
        assertThat(s.life).isEqualTo(Life.FREE);
        assertThat(s.since).isEqualTo(NOW);
    }

    @Test
    void aLimitIsWatchedForAQuarterOfAnHourAfterItsReturn() {
        free();
        s.since = NOW - Limits.WATCHED + 1;
        reading(FOUND, 0, NOW);
        assertThat(reconciler().isOver(s, NOW)).isFalse();
        s.since--;
        reading(FOUND, 0, NOW);
        assertThat(reconciler().isOver(s, NOW)).isTrue();
        s.readings.readAt = 0;
        assertThat(reconciler().isOver(s, NOW)).as("not before it was read").isFalse();
    }

    private void free() {
        s.life = Life.FREE;
        s.readings.tag = null;
        reads(FOUND);
    }

    /** Readings during a change have no value, so a late call may have landed unseen. */
    @Test
    void theWatchDoesNotEndWithoutAValueThatIsNotOurs() {
        free();
        s.since = NOW - Limits.WATCHED;
        reading(LimitValue.UNREADABLE, 0, NOW);
        assertThat(reconciler().isOver(s, NOW)).as("unreadable").isFalse();
        reading(OURS, 0, NOW);
        assertThat(reconciler().isOver(s, NOW)).as("ours").isFalse();
        s.since = NOW - Limits.HANDS_OFF;
        assertThat(reconciler().isOver(s, NOW))
                .as("but not for more than a day")
                .isTrue();
    }

    @Test
    void aLateCallOfOursIsTakenBackWhileItIsWatched() {
        s.life = Life.FREE;
        s.readings.watchOver = true;
        next();
        assertThat(told()).isEmpty();
        s.readings.watchOver = false;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        assertThat(told()).containsExactly(LimitEvent.Kind.CAME_BACK);
    }

    @Test
    void aFunctionIsLeftToPeopleForADay() {
        s.life = Life.YIELDED;
        s.readings.tag = null;
        s.intent.found = THEIRS;
        reads(THEIRS);
        s.readings.watchOver = true;
        s.since = NOW - Limits.HANDS_OFF + 1;
        assertThat(reconciler().isOver(s, NOW)).isFalse();
        assertThat(reconciler().dueAt(s, NOW))
                .as("then it only waits for that end")
                .isEqualTo(NOW + 1);
        s.since--;
        assertThat(reconciler().isOver(s, NOW)).isTrue();
    }

    @Test
    void whatIsLeftToPeopleIsReadForAQuarterOfAnHour() {
        s.life = Life.YIELDED;
        s.since = NOW - Limits.WATCHED + 1;
        reading(THEIRS, 0, NOW);
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW + Limits.READ_EVERY);
        s.since--;
        reading(THEIRS, 0, NOW);
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.since + Limits.HANDS_OFF);
    }

    @Test
    void aPersonsReleaseCountsWhileItsTagIsNotOver() {
        reading(OURS, NOW, NOW - SECOND);
        assertThat(told()).isEmpty();
        reading(OURS, NOW + 1, NOW - SECOND);
        assertThat(told()).containsExactly(LimitEvent.Kind.RELEASED_BY_HAND);
        assertThat(s.acts.refused)
                .as("it was set, and takes its place until it is given back")
                .isFalse();
    }

    // tests with other instances

    private void others(long until) {
        s.readings.tag = new LeaseTag(OURS, FOUND, List.of(), until, "other", "x1").text();
        s.acts.taggedAt = NOW;
        s.readings.readAt = NOW;
    }

    @Test
    void anotherInstancesTagCountsUntilAQuarterOfAnHourAfterItsEnd() {
        others(NOW - Limits.WATCHED + SECOND);
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.TAKEN_OVER);
        assertThat(s.reports.takenUntil).isEqualTo(NOW + SECOND);
        assertThat(s.calls.notBefore).isEqualTo(NOW + Limits.READ_EVERY);
    }

    @Test
    void afterThatItsValueIsOursAgain() {
        others(NOW - Limits.WATCHED);
        next();
        assertThat(told()).isEmpty();
    }

    @Test
    void anEndFarAheadCountsForADayAfterOurs() {
        others(NOW + 1_000 * 60 * MINUTE);
        next();
        assertThat(s.reports.takenUntil).isEqualTo(s.intent.until + LeaseTag.LONGEST_LEASE + Limits.WATCHED);
        s.calls.notBefore = 0;
        s.readings.readAt = NOW;
        next();
        assertThat(told()).as("reported once").containsExactly(LimitEvent.Kind.TAKEN_OVER);
    }

    // tests of the gate

    private static final Reconciler.Gate SHUT = new Reconciler.Gate() {
        @Override
        public boolean maySet(LimitState s) {
            return false;
        }

        @Override
        public boolean mayReturn(LimitState s) {
            return false;
        }
    };

    @Test
    void aCallThatMayNotBeginIsAskedForAgainEverLessOften() {
        wants(Life.RETURNING);
        assertThat(reconciler().next(s, SHUT, NOW)).isNull();
        assertThat(s.calls.gatedSince).isEqualTo(NOW);
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW);
        assertThat(reconciler().next(s, SHUT, NOW + 8 * SECOND)).isNull();
        assertThat(s.calls.gatedSince).isEqualTo(NOW);
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW + 9 * SECOND);
        s.calls.gatedAt = NOW + 80 * SECOND;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.calls.gatedAt + Limits.GATE_EVERY);
        assertThat(next()).isEqualTo(Kind.RESTORE);
        assertThat(s.calls.gatedSince).as("it waits no more").isZero();
    }

    // tests of clocks

    @ParameterizedTest
    @ValueSource(strings = {"read", "acted", "tagged", "pause"})
    void aClockThatWentBackByMoreThanTwentySecondsIsSeen(String ahead) {
        long at = NOW + Limits.LOOK_EVERY;
        isAhead(ahead, at);
        next();
        assertThat(s.since).isEqualTo(NOW - 5 * MINUTE);
        assertThat(reconciler().dueAt(s, NOW)).as("not by twenty").isNotEqualTo(NOW);
        assertThat(s.readings.readAt).as("still known").isPositive();
        isAhead(ahead, at + 1);
        s.since = at;
        s.readings.shownAt = at;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW);
        assertThat(next()).isEqualTo(Kind.READ);
        assertThat(List.of(s.since, s.readings.shownAt, s.acts.actedAt, s.acts.taggedAt))
                .allMatch(t -> t <= NOW);
        assertThat(s.calls.notBefore).isZero();
    }

    private void isAhead(String what, long at) {
        switch (what) {
            case "read" -> s.readings.readAt = at;
            case "acted" -> s.acts.actedAt = at;
            case "tagged" -> s.acts.taggedAt = at;
            default -> s.calls.notBefore = at + MINUTE;
        }
    }

    @Test
    void aStartReadsFirstAndExpectsALateCallOfTheRunBefore() {
        s.acts.actedAt = 5;
        Reconciler.restored(s, NOW);
        assertThat(s.acts.actedAt).isEqualTo(NOW);
        assertThat(s.readings.readAt).isZero();
        assertThat(s.acts.left).isEqualTo(LimitValue.UNKNOWN);
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aStartBeforeTheFirstSetExpectsNone() {
        isNew();
        s.acts.actedAt = 0;
        Reconciler.restored(s, NOW);
        assertThat(s.acts.actedAt).isZero();
        assertThat(s.acts.tried).isFalse();
    }

    // tests of the limit's other methods

    @ParameterizedTest
    @CsvSource({
        "SETTING, false, true, true",
        "HELD, false, true, true",
        "RETURNING, false, true, true",
        "RETURNING, true, false, false",
        "YIELDED, false, false, false",
        "FREE, false, false, false"
    })
    void aLimitTakesAPlaceUntilItIsReportedAsGivenBack(Life life, boolean toldBack, boolean place, boolean stands) {
        s.life = life;
        s.reports.toldBack = toldBack;
        assertThat(s.takesPlace()).isEqualTo(place);
        assertThat(s.stands()).isEqualTo(stands);
        s.acts.wasSet = false;
        assertThat(s.stands()).as("never observed").isEqualTo(life == Life.HELD);
        s.acts.refused = true;
        assertThat(s.takesPlace()).as("refused").isEqualTo(place && life != Life.RETURNING);
    }

    @Test
    void theValuesOfALeaseAreOursOnceASetWasTried() {
        s.intent.past.add(5);
        assertThat(s.values()).containsExactly(5, OURS);
        s.acts.tried = false;
        assertThat(s.values()).containsExactly(5);
    }

    @ParameterizedTest
    @CsvSource({"true, 900000, true", "false, 899999, true", "false, 900000, false"})
    void aNewLeaseWatchesForCallsOfTheOneBeforeForAQuarterOfAnHourOrIfThatTriedToSet(
            boolean tried, long ago, boolean watches) {
        s.acts.tried = tried;
        s.acts.actedAt = NOW - ago;
        s.intent.past.add(5);
        LimitState next = new LimitState();
        next.follows(s, NOW);
        assertThat(next.intent.past.contains(5)).isEqualTo(watches);
        assertThat(next.acts.actedAt).isEqualTo(s.acts.actedAt);
    }

    // tests of intents, values and texts

    @Test
    void theIntentOfAValueIsWrittenOnceHoweverOftenTheValueIsSet() {
        wants(Life.SETTING);
        reads(FOUND);
        s.readings.agreeSince = 0;
        s.acts.wasSet = false;
        s.acts.written = LimitValue.UNKNOWN;
        Call first = reconciler().next(s, Reconciler.Gate.OPEN, NOW);
        assertThat(first.kind()).isEqualTo(Kind.SET);
        assertThat(first.intent()).isTrue();
        reconciler().answered(s, new Answer(first, Result.NOT_WRITTEN, null, "no room", NOW, NOW));
        assertThat(s.calls.notBefore).as("tried again after a pause").isEqualTo(NOW + 2 * SECOND);
        s.calls.notBefore = 0;
        assertThat(reconciler().next(s, Reconciler.Gate.OPEN, NOW).intent()).isTrue();
        reconciler().answered(s, new Answer(first, Result.FAILED, null, "no answer", NOW - SECOND, NOW - SECOND));
        reading(FOUND, 0, NOW);
        s.calls.notBefore = 0;
        Call again = reconciler().next(s, Reconciler.Gate.OPEN, NOW);
        assertThat(again.kind()).isEqualTo(Kind.SET);
        assertThat(again.intent()).as("written already").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SET, FAILED, -1", "SET, NOT_WRITTEN, -1", "RESTORE, FAILED, 100"})
    void aStopgapThatFailsIsDroppedForTheWholeRelease(Kind kind, Result result, int stopgap) {
        wants(Life.RETURNING);
        s.acts.stopgap = 100;
        answered(kind, result, NOW);
        assertThat(s.acts.stopgap).isEqualTo(stopgap);
    }

    @Test
    void aSetThatIsGivenUpGivesBackTheValueFoundFirstAndNotAnOlderOneOfOurs() {
        wants(Life.SETTING);
        s.intent.wanted = 18;
        s.intend(18);
        s.readings.agreeSince = 0;
        s.intent.askedAt = NOW - Limits.PATIENCE;
        next();
        assertThat(told()).startsWith(LimitEvent.Kind.COULD_NOT);
        assertThat(events.get(0).words()).isEqualTo("no answer within 10 minutes");
        assertThat(s.intent.found).isEqualTo(FOUND);
    }

    @Test
    void aLimitThatWasNeverSetIsFoundAsItStands() {
        isNew();
        reads(OURS - 1);
        next();
        assertThat(told()).startsWith(LimitEvent.Kind.COULD_NOT);
        assertThat(s.intent.found).isEqualTo(OURS - 1);
    }

    @Test
    void anotherInstanceThatGoesOnIsReportedAgainAtTheEndThatItHadGiven() {
        others(NOW + MINUTE);
        s.reports.takenUntil = NOW;
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.TAKEN_OVER);
    }

    @Test
    void aLateCallOfAnEarlierLeaseIsTakenBackToo() {
        s.life = Life.FREE;
        s.since = NOW - MINUTE;
        s.intent.past.addAll(List.of(5, OURS));
        s.readings.tag = null;
        reads(5);
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.CAME_BACK);
        assertThat(s.intent.ours).containsExactly(5, OURS);
    }

    @Test
    void afterAWaitForAnotherInstanceTheValueIsReadTwiceAnew() {
        s.readings.readAt = 0;
        reading(OURS, 0, NOW - SECOND);
        assertThat(s.readings.agreeSince).isEqualTo(NOW - SECOND);
    }

    @ParameterizedTest
    @CsvSource({"true, 9, true", "true, 240, false", "false, 9, false"})
    void aLimitCountsAsSetOnceAReadingShowsAValueThatWasTried(boolean tried, int value, boolean set) {
        s.acts.tried = tried;
        s.acts.wasSet = false;
        s.readings.tag = null;
        reading(value, 0, NOW - SECOND);
        assertThat(s.acts.wasSet).isEqualTo(set);
    }

    @Test
    void aLeaseThatIsContinuedFromItsTagHasTheTagsValuesOnly() {
        s.intent.ours.add(7);
        Reconciler.takeOn(s, new LeaseTag(12, FOUND, List.of(10), NOW, "prod", "k1"));
        assertThat(s.intent.ours).containsExactly(10, 12);
    }

    @Test
    void valuesThatOnlyTheTagKnowsAreAddedAsTheNewest() {
        s.intend(18);
        s.readings.tag = new LeaseTag(20, FOUND, List.of(OURS), NOW, "prod", "k1").text();
        reading(OURS, 0, NOW - SECOND);
        assertThat(s.intent.ours).containsExactly(OURS, 18, 20);
    }
}
