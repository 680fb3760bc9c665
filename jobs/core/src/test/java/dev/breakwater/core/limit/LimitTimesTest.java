package dev.breakwater.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.limit.Call.Answer;
import dev.breakwater.core.limit.Call.Kind;
import dev.breakwater.core.limit.Call.Result;
import dev.breakwater.core.limit.LimitState.Life;
import dev.breakwater.core.policy.LeverKind;
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
        s.lease = "k1";
        s.life = Life.HELD;
        s.since = NOW - 5 * MINUTE;
        s.found = FOUND;
        s.wanted = OURS;
        s.intend(OURS);
        s.written = OURS;
        s.tried = true;
        s.wasSet = true;
        s.left = OURS;
        s.until = NOW + 60 * MINUTE;
        s.notAfter = NOW + MINUTE;
        s.askedAt = NOW - 5 * MINUTE;
        s.actedAt = NOW - 5 * MINUTE;
        s.taggedAt = NOW - 5 * MINUTE;
        reads(OURS);
        s.tag = s.tag("prod").text();
    }

    /** The third consecutive reading, a second ago, shows the same value. */
    private void reads(int value) {
        s.readAt = NOW - SECOND;
        s.agreeSince = NOW - 3 * MINUTE;
        s.value = value;
        s.shown = value;
        s.shownAt = s.readAt;
    }

    private void wants(Life life) {
        s.life = life;
        s.left = Limits.UNKNOWN;
    }

    private void isNew() {
        wants(Life.SETTING);
        s.ours.clear();
        s.tried = false;
        s.wasSet = false;
        s.written = Limits.UNKNOWN;
        s.tag = null;
        reads(FOUND);
    }

    private Reconciler reconciler() {
        return new Reconciler(new LoopTerms("prod", Set.of("former"), room), events::add);
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
        Call call = new Call(kind, s.key(), s.function, s.lever(), OURS, s.tag, false);
        reconciler().answered(s, new Answer(call, result, null, "said AWS", ended - 1, ended));
    }

    private void reading(int value, long handsOffUntil, long began) {
        Call call = new Call(Kind.READ, s.key(), s.function, s.lever(), Limits.NONE, null, false);
        Reading reading = new Reading(true, value, s.tag, handsOffUntil, null, began);
        reconciler().answered(s, new Answer(call, Result.DONE, reading, "", began, NOW));
    }

    // tests of readings

    @Test
    void aHeldLimitIsReadAMinuteAfterTheLastReading() {
        s.readAt = NOW - Limits.READ_EVERY + 1;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW + 1);
        assertThat(next()).isNull();
        s.readAt--;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aHeldLimitThatShowsAnotherValueIsReadSooner() {
        reads(THEIRS);
        s.agreeSince = 0;
        s.readAt = NOW - Limits.LOOK_EVERY + 1;
        assertThat(next()).isNull();
        s.readAt--;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterACallThatChangedSomethingItIsReadAtOnce(boolean value) {
        if (value) s.actedAt = s.readAt + 1;
        else s.taggedAt = s.readAt + 1;
        assertThat(reconciler().dueAt(s, NOW)).isZero();
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aReadingThatBeganWithTheLastCallNeedsNoOther() {
        s.actedAt = s.readAt;
        s.taggedAt = s.readAt;
        assertThat(next()).isNull();
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.readAt + Limits.READ_EVERY);
    }

    @Test
    void nothingIsDueWhileACallIsOpen() {
        s.readAt = 0;
        s.callAt = NOW - 1;
        assertThat(next()).isNull();
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(Long.MAX_VALUE);
        assertThat(reconciler().isOver(s, NOW)).isFalse();
    }

    @Test
    void anActIsPrecededByAReadingOfFifteenSecondsAgoAtMost() {
        wants(Life.RETURNING);
        s.readAt = NOW - Limits.FRESH;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        s.readAt--;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aReadingFromBeforeTheLastActIsNotFresh() {
        wants(Life.RETURNING);
        s.actedAt = s.readAt;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        s.actedAt++;
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aReadingIsBelievedSixtySecondsAfterTheFirstThatAgrees() {
        reads(THEIRS);
        s.agreeSince = s.readAt - Limits.APART + 1;
        next();
        assertThat(told()).isEmpty();
        s.agreeSince--;
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.YIELDED);
    }

    @Test
    void onlyAReadingThatBeganNinetySecondsAfterTheLastActCounts() {
        s.agreeSince = 0;
        s.actedAt = NOW - 2 * MINUTE;
        reading(THEIRS, 0, s.actedAt + Limits.STALE);
        assertThat(s.agreeSince).isZero();
        reading(THEIRS, 0, s.actedAt + Limits.STALE + 1);
        assertThat(s.agreeSince).isEqualTo(s.readAt);
        long first = s.agreeSince;
        reading(THEIRS, 0, NOW - SECOND);
        assertThat(s.agreeSince).isEqualTo(first);
        reading(THEIRS + 1, 0, NOW);
        assertThat(s.agreeSince).isEqualTo(NOW);
    }

    @Test
    void aReadingThatMayBeOlderThanOurActDoesNotUndoOneThatShowedIt() {
        s.actedAt = NOW - 2 * MINUTE;
        reading(FOUND, 0, s.actedAt + Limits.STALE);
        assertThat(s.shown).isEqualTo(OURS);
        reading(FOUND, 0, s.actedAt + Limits.STALE + 1);
        assertThat(s.shown).isEqualTo(FOUND);
        assertThat(s.shownAt).isEqualTo(s.readAt);
    }

    // tests of setting a limit

    @Test
    void aSetThatHasNotBegunInTimeLapses() {
        isNew();
        s.notAfter = NOW;
        s.until = NOW + 1;
        assertThat(next()).isEqualTo(Kind.TAG);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0"})
    void aSetThatWouldBeginTooLateOrEndAtOnceLapses(long notAfter, long until) {
        isNew();
        s.notAfter = NOW + notAfter;
        s.until = NOW + until;
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
    @CsvSource({"STREAM,0,false", "STREAM,1,true", "QUEUE,0,false"})
    void aPausedStreamIsAsTightAsAnything(LeverKind lever, int stands, boolean sets) {
        isNew();
        s.leverKind = lever;
        s.mapping = "m1";
        s.wanted = 0;
        reads(stands);
        assertThat(next()).isEqualTo(sets ? Kind.TAG : null);
    }

    @Test
    void tenMinutesAfterItWasAskedForASetIsGivenUp() {
        wants(Life.SETTING);
        reads(FOUND);
        s.agreeSince = 0;
        s.wasSet = false;
        s.askedAt = NOW - Limits.PATIENCE + 1;
        assertThat(next()).isEqualTo(Kind.SET);
        s.askedAt--;
        next();
        assertThat(told()).startsWith(LimitEvent.Kind.COULD_NOT);
    }

    @Test
    void aDenialIsFinalTwoMinutesAfterTheTag() {
        wants(Life.SETTING);
        answered(Kind.SET, Result.DENIED, s.taggedAt + Limits.TAG_LAG - 1);
        assertThat(s.life).isEqualTo(Life.SETTING);
        answered(Kind.SET, Result.DENIED, s.taggedAt + Limits.TAG_LAG);
        assertThat(s.life).isEqualTo(Life.RETURNING);
        assertThat(told()).containsExactly(LimitEvent.Kind.COULD_NOT);
    }

    @Test
    void aDenialWithoutATagBeforeItIsFinal() {
        wants(Life.SETTING);
        s.taggedAt = 0;
        answered(Kind.SET, Result.DENIED, Limits.TAG_LAG - 1);
        assertThat(s.life).isEqualTo(Life.RETURNING);
        assertThat(s.refused)
                .as("a value of ours was seen, and takes its place")
                .isFalse();
    }

    @Test
    void aTagThatSomebodyRemovesIsWrittenAgainAMinuteAfterTheLastOne() {
        s.tag = null;
        s.taggedAt = NOW - Limits.RETAG_EVERY + 1;
        assertThat(next()).isNull();
        s.failures = 1;
        assertThat(next()).as("one that failed has a pause of its own").isEqualTo(Kind.TAG);
        s.failures = 0;
        s.taggedAt--;
        assertThat(next()).isEqualTo(Kind.TAG);
    }

    // tests of failing calls

    @Test
    void eachFailureInARowWaitsLonger() {
        wants(Life.RETURNING);
        for (long pause : new long[] {2, 5, 10, 20, 40, 60, 60}) {
            answered(Kind.RESTORE, Result.FAILED, NOW);
            assertThat(s.notBefore).isEqualTo(NOW + pause * SECOND);
            assertThat(s.trouble).isEqualTo("said AWS");
        }
        answered(Kind.RESTORE, Result.DONE, NOW);
        assertThat(s.failures).isZero();
        assertThat(s.trouble).isEmpty();
    }

    @Test
    void aPauseIsOverAtItsEnd() {
        wants(Life.RETURNING);
        s.notBefore = NOW + 1;
        assertThat(next()).isNull();
        s.notBefore--;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        s.notBefore = NOW + MINUTE;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW + MINUTE);
    }

    @ParameterizedTest
    @CsvSource({"DONE,true", "FAILED,true", "DENIED,false", "REFUSED,false", "NOT_WRITTEN,false"})
    void onlyATagThatMayBeWrittenCountsAsOne(Result result, boolean counts) {
        long before = s.taggedAt;
        answered(Kind.TAG, result, NOW);
        assertThat(s.taggedAt).isEqualTo(counts ? NOW : before);
    }

    @Test
    void aReturnIsReportedAsStuckAfterTenMinutesAndOnce() {
        wants(Life.RETURNING);
        s.trouble = "not authorized";
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
        s.readAt = 0;
        s.actedAt = NOW - Limits.PATIENCE + 1;
        next();
        assertThat(told()).isEmpty();
        s.actedAt--;
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.CANNOT_GIVE_BACK);
    }

    @ParameterizedTest
    @CsvSource({"HELD,false", "RETURNING,true"})
    void onlyAReturnThatWasNotReportedYetIsReportedAsStuck(Life life, boolean back) {
        wants(life);
        s.since = NOW - 60 * MINUTE;
        s.toldBack = back;
        reads(back ? FOUND : OURS);
        next();
        assertThat(told()).doesNotContain(LimitEvent.Kind.CANNOT_GIVE_BACK);
    }

    @ParameterizedTest
    @CsvSource({"0, 240, -1", "1, 240, 10", "230, 240, 239", "231, 240, -1", "1, -1, 10", "-1, -1, -1"})
    void aRefusedReturnIsMadeAsFarAsTheRoomReaches(long free, int found, int stopgap) {
        wants(Life.RETURNING);
        room = free;
        s.found = found;
        answered(Kind.RESTORE, Result.REFUSED, NOW);
        assertThat(s.stopgap).isEqualTo(stopgap);
        assertThat(s.ours.contains(stopgap)).isEqualTo(stopgap > 0);
    }

    // tests of the release

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReturnIsOverNinetySecondsAfterTheLastCall(boolean value) {
        wants(Life.RETURNING);
        s.toldBack = true;
        s.tag = null;
        reads(FOUND);
        s.actedAt = s.readAt - Limits.STALE - (value ? 0 : 1);
        s.taggedAt = s.readAt - Limits.STALE - (value ? 1 : 0);
        next();
        assertThat(s.life).isEqualTo(Life.RETURNING);
        if (value) s.actedAt--;
        else s.taggedAt--;
        next();
        assertThat(s.life).isEqualTo(Life.FREE);
        assertThat(s.since).isEqualTo(NOW);
    }

    @Test
    void aLimitIsWatchedForAQuarterOfAnHourAfterItsReturn() {
        s.life = Life.FREE;
        s.tag = null;
        reads(FOUND);
        s.since = NOW - Limits.WATCHED + 1;
        assertThat(reconciler().isOver(s, NOW)).isFalse();
        s.since--;
        assertThat(reconciler().isOver(s, NOW)).isTrue();
        s.readAt = 0;
        assertThat(reconciler().isOver(s, NOW)).as("not before it was read").isFalse();
    }

    @Test
    void aLateCallOfOursIsTakenBackWhileItIsWatched() {
        s.life = Life.FREE;
        s.since = NOW - Limits.WATCHED;
        next();
        assertThat(told()).isEmpty();
        s.since++;
        assertThat(next()).isEqualTo(Kind.RESTORE);
        assertThat(told()).containsExactly(LimitEvent.Kind.CAME_BACK);
    }

    @Test
    void aFunctionIsLeftToPeopleForADay() {
        s.life = Life.YIELDED;
        s.tag = null;
        s.found = THEIRS;
        reads(THEIRS);
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
        s.since = s.readAt + Limits.READ_EVERY - Limits.WATCHED + 1;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.readAt + Limits.READ_EVERY);
        s.since--;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.since + Limits.HANDS_OFF);
    }

    @Test
    void aPersonsReleaseCountsWhileItsTagIsNotOver() {
        reading(OURS, NOW, NOW - SECOND);
        assertThat(told()).isEmpty();
        reading(OURS, NOW + 1, NOW - SECOND);
        assertThat(told()).containsExactly(LimitEvent.Kind.RELEASED_BY_HAND);
        assertThat(s.refused)
                .as("it was set, and takes its place until it is given back")
                .isFalse();
    }

    // tests with other instances

    private void others(long until) {
        s.tag = new LeaseTag(OURS, FOUND, List.of(), until, "other", "x1").text();
        s.taggedAt = NOW;
        s.readAt = NOW;
    }

    @Test
    void anotherInstancesTagCountsUntilAQuarterOfAnHourAfterItsEnd() {
        others(NOW - Limits.WATCHED + SECOND);
        next();
        assertThat(told()).containsExactly(LimitEvent.Kind.TAKEN_OVER);
        assertThat(s.takenUntil).isEqualTo(NOW + SECOND);
        assertThat(s.notBefore).isEqualTo(NOW + Limits.READ_EVERY);
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
        assertThat(s.takenUntil).isEqualTo(s.until + Limits.LONGEST_LEASE + Limits.WATCHED);
        s.notBefore = 0;
        s.readAt = NOW;
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
        assertThat(s.gatedSince).isEqualTo(NOW);
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW);
        assertThat(reconciler().next(s, SHUT, NOW + 8 * SECOND)).isNull();
        assertThat(s.gatedSince).isEqualTo(NOW);
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW + 9 * SECOND);
        s.gatedAt = NOW + 80 * SECOND;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(s.gatedAt + Limits.GATE_EVERY);
        assertThat(next()).isEqualTo(Kind.RESTORE);
        assertThat(s.gatedSince).as("it waits no more").isZero();
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
        isAhead(ahead, at + 1);
        s.since = at;
        s.shownAt = at;
        assertThat(reconciler().dueAt(s, NOW)).isEqualTo(NOW);
        assertThat(next()).isEqualTo(Kind.READ);
        assertThat(List.of(s.since, s.shownAt, s.actedAt, s.taggedAt)).allMatch(t -> t <= NOW);
        assertThat(s.notBefore).isZero();
    }

    private void isAhead(String what, long at) {
        switch (what) {
            case "read" -> s.readAt = at;
            case "acted" -> s.actedAt = at;
            case "tagged" -> s.taggedAt = at;
            default -> s.notBefore = at + MINUTE;
        }
    }

    @Test
    void aStartReadsFirstAndExpectsALateCallOfTheRunBefore() {
        s.actedAt = 5;
        Reconciler.restored(s, NOW);
        assertThat(s.actedAt).isEqualTo(NOW);
        assertThat(s.readAt).isZero();
        assertThat(s.left).isEqualTo(Limits.UNKNOWN);
        assertThat(next()).isEqualTo(Kind.READ);
    }

    @Test
    void aStartBeforeTheFirstSetExpectsNone() {
        isNew();
        s.actedAt = 0;
        Reconciler.restored(s, NOW);
        assertThat(s.actedAt).isZero();
        assertThat(s.tried).isFalse();
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
        s.toldBack = toldBack;
        assertThat(s.takesPlace()).isEqualTo(place);
        assertThat(s.stands()).isEqualTo(stands);
        s.wasSet = false;
        assertThat(s.stands()).as("never observed").isEqualTo(life == Life.HELD);
        s.refused = true;
        assertThat(s.takesPlace()).as("refused").isEqualTo(place && life != Life.RETURNING);
    }

    @Test
    void theValuesOfALeaseAreOursOnceASetWasTried() {
        s.past.add(5);
        assertThat(s.values()).containsExactly(5, OURS);
        s.tried = false;
        assertThat(s.values()).containsExactly(5);
    }
}
