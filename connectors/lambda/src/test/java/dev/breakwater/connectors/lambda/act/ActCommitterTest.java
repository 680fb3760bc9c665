package dev.breakwater.connectors.lambda.act;

import static dev.breakwater.connectors.lambda.act.Requests.FUNCTION;
import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.RESERVED;
import static dev.breakwater.connectors.lambda.act.Requests.UNTIL;
import static dev.breakwater.connectors.lambda.act.Requests.note;
import static dev.breakwater.connectors.lambda.act.Requests.release;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsListener;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.ledger.MemoryEffectsLog;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.connectors.lambda.lever.FakeLever.Call;
import dev.breakwater.connectors.lambda.lever.Lever.LeverFactory;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActCommitterTest {

    private final FakeClock clock = new FakeClock(NOW);
    private final FakeLever world = new FakeLever().create(FUNCTION);
    private final MemoryEffectsLog log = new MemoryEffectsLog();
    private ActCommitter committer = start();

    @Test
    void marksThenSetsThenWritesDown() {
        commit(throttle("i-1", 5));

        assertThat(world.changes()).containsExactly("MARK checkout", "APPLY checkout 5");
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED");
    }

    @Test
    void restoresThenUnmarks() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        commit(release("i-2"));

        assertThat(world.changes()).endsWith("RESTORE checkout 40", "UNMARK checkout");
        Effect last = log.lines().get(1);
        assertThat(last.outcome()).isEqualTo(EffectOutcome.RELEASED);
        assertThat(List.of(last.limit(), last.previous(), last.restored())).containsExactly(5, 40, 40);
    }

    @Test
    void releasesComeFirstAndTheNewestWishOfAFunctionCounts() {
        world.create("a").create("b");
        commit(throttle("t-a", "a", 5), throttle("t-c", 5), release("r-b", "b"), throttle("t-a2", "a", 6));

        assertThat(world.calls().get(0)).isEqualTo("READ b");
        assertThat(log.outcomes()).containsExactly("r-b ALREADY", "t-a2 APPLIED", "t-c APPLIED");
    }

    @Test
    void whatPeopleAskForIsALineOnceAndNothingIsDoneForIt() {
        commit(note("r-1", "approve, by alice: taken"), throttle("i-1", 5), note("r-2", "hold: over: not held"));
        commit(note("r-1", "approve, by alice: taken"));
        committer = start();
        commit(note("r-1", "approve, by alice: taken"));

        assertThat(world.changes()).containsExactly("MARK checkout", "APPLY checkout 5");
        assertThat(log.outcomes()).containsExactlyInAnyOrder("r-1 REQUESTED", "r-2 REQUESTED", "i-1 APPLIED");
        assertThat(log.lines()).extracting(Effect::detail).contains("approve, by alice: taken");
    }

    @Test
    void eachLineSaysWhichBookDecidedItsAct() throws IOException {
        commit(Requests.by("f1f1f1f1f1f1", throttle("i-1", 5)));
        world.failNext(Call.RESTORE, Outcome.DENIED);
        commit(Requests.by("0e0e0e0e0e0e", release("i-2")));
        commit(Requests.by("0e0e0e0e0e0e", release("i-2")));

        assertThat(log.lines())
                .extracting(Effect::book)
                .containsExactly("f1f1f1f1f1f1", "0e0e0e0e0e0e", "0e0e0e0e0e0e");
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"READ", "MARK", "APPLY"})
    void aCrashInAThrottleIsRepairedByTheRepeat(Call call) {
        world.byHand(FUNCTION, 40);
        world.dieBefore(call);
        assertThatThrownBy(() -> commit(throttle("i-1", 5))).isInstanceOf(FakeLever.Crash.class);

        committer = start();
        commit(throttle("i-1", 5));
        commit(release("i-2"));

        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(world.tags(FUNCTION)).isEmpty();
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-2 RELEASED");
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"READ", "RESTORE", "UNMARK"})
    void aCrashInAReleaseIsRepairedByTheRepeat(Call call) {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.dieBefore(call);
        assertThatThrownBy(() -> commit(release("i-2"))).isInstanceOf(FakeLever.Crash.class);

        committer = start();
        commit(release("i-2"));

        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(world.tags(FUNCTION)).isEmpty();
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-2 RELEASED");
    }

    @Test
    void aCrashBetweenMarkAndSetOfALowerLimitKeepsTheFirstPreviousValue() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.dieBefore(Call.APPLY);
        assertThatThrownBy(() -> commit(throttle("i-2", 3))).isInstanceOf(FakeLever.Crash.class);

        committer = start();
        commit(release("i-3"));

        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(world.tags(FUNCTION)).isEmpty();
    }

    @Test
    void aCrashBetweenSetAndLedgerGivesOneRowAndNoSecondSet() {
        log.dieBeforeNextAppend();
        assertThatThrownBy(() -> commit(throttle("i-1", 5))).isInstanceOf(Error.class);

        committer = start();
        commit(throttle("i-1", 5));
        commit(throttle("i-1", 5));

        assertThat(world.changes()).containsExactly("MARK checkout", "APPLY checkout 5");
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED");
    }

    @Test
    void aLostAnswerIsAskedAgainWithinTheBudget() {
        world.loseNextAnswer(Call.APPLY);
        commit(throttle("i-1", 5));

        assertThat(world.changes()).containsExactly("MARK checkout", "APPLY checkout 5", "APPLY checkout 5");
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED");
        assertThat(clock.millis()).isGreaterThan(NOW);
    }

    @Test
    void whatTheBudgetDoesNotCoverIsDroppedAndWrittenDown() {
        IntStream.range(0, 5).forEach(i -> world.create("f" + i));
        ActCommitter slow = start((account, region, kind) -> new SlowLever(world, clock, 1_000));

        slow.commit(Commits.of(IntStream.range(0, 5)
                .mapToObj(i -> throttle("i-" + i, "f" + i, 5))
                .toList()));

        assertThat(log.outcomes())
                .containsExactly(
                        "i-0 APPLIED",
                        "i-1 NOT_ATTEMPTED",
                        "i-2 NOT_ATTEMPTED",
                        "i-3 NOT_ATTEMPTED",
                        "i-4 NOT_ATTEMPTED");
        assertThat(log.lines().get(4).detail()).isEqualTo("not attempted: budget");
        assertThat(clock.millis() - NOW).isBetween(5_000L, 6_000L);
    }

    @Test
    void aFailureOfOneFunctionLeavesTheOthersAlone() {
        world.create("a");
        world.failNext(Call.READ, Outcome.UNKNOWN);
        commit(throttle("i-1", 5), throttle("i-2", "a", 5), throttle("i-3", "missing", 5));

        assertThat(log.outcomes()).containsExactly("i-1 UNKNOWN", "i-2 APPLIED", "i-3 GONE");
    }

    @Test
    void aRefusedLimitLeavesNoMark() {
        world.failNext(Call.APPLY, Outcome.INVALID);
        commit(throttle("i-1", 5));

        assertThat(world.tags(FUNCTION)).isEmpty();
        assertThat(log.outcomes()).containsExactly("i-1 INVALID");
    }

    @Test
    void aRefusedRestoreKeepsItsMarkAndIsTriedAgain() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.failNext(Call.RESTORE, Outcome.INVALID);
        commit(release("i-2"));
        assertThat(world.tags(FUNCTION)).isNotEmpty();

        commit(release("i-2"));
        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-2 INVALID", "i-2 RELEASED");
    }

    @Test
    void aReleaseThatWasAnsweredIsNotTriedAgainAfterARestart() {
        commit(throttle("i-1", 5));
        commit(release("i-2"));
        List<Effect> seen = new ArrayList<>();
        int calls = world.calls().size();
        ActTerms terms = ActTerms.forInterval("bw", 10_000);
        ActCommitter restarted = new ActCommitter(terms, clock, (a, r, k) -> world, () -> log, seen::add);
        restarted.commit(Commits.of(List.of(release("i-2"))));

        assertThat(world.calls()).hasSize(calls);
        assertThat(seen).extracting(Effect::outcome).containsExactly(EffectOutcome.RELEASED);
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-2 RELEASED");
    }

    @Test
    void anAccountThatDeniesIsNotStormedButReleasesAreTried() {
        world.create("a").create("b").create("c");
        world.failNext(Call.READ, Outcome.DENIED)
                .failNext(Call.READ, Outcome.DENIED)
                .failNext(Call.READ, Outcome.DENIED);
        commit(release("r", FUNCTION), throttle("i-a", "a", 5), throttle("i-b", "b", 5), throttle("i-c", "c", 5));

        assertThat(world.calls()).containsExactly("READ checkout", "READ a");
        assertThat(log.outcomes()).containsExactly("r DENIED", "i-a DENIED", "i-b NOT_ATTEMPTED", "i-c NOT_ATTEMPTED");
    }

    @Test
    void aLeverThatIsDeniedDoesNotStopTheOthers() {
        world.create("a").create("b").create("m-1").create("m-2");
        world.failNext(Call.READ, Outcome.DENIED).failNext(Call.READ, Outcome.DENIED);
        commit(queue("m-1", throttle("i-1", "a", 5)), queue("m-2", throttle("i-2", "b", 5)), throttle("i-3", 5));
        assertThat(log.outcomes()).containsExactly("i-1 DENIED", "i-2 DENIED", "i-3 APPLIED");
    }

    @Test
    void twoLimitsOfOneFunctionAreActedOnEach() {
        world.create("m-1");
        commit(queue("m-1", throttle("i-1", 5)));
        commit(throttle("i-2", 4), queue("m-1", release("i-3")));
        assertThat(world.reservation(FUNCTION)).isEqualTo(4);
        assertThat(world.reservation("m-1")).isEqualTo(Reservation.NONE);
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-3 RELEASED", "i-2 APPLIED");
        assertThat(log.lines().get(0).mapping()).isEqualTo("m-1");
    }

    @Test
    void aFunctionIsNotThrottledWhileItsOtherLimitMayBeInAHand() {
        world.create("m-1", FUNCTION);
        commit(queue("m-1", throttle("i-1", 5)));
        world.byHand("m-1", 40);
        world.failNext(Call.READ, Outcome.DENIED);
        commit(queue("m-1", release("i-3")));
        commit(throttle("i-2", 4));
        assertThat(world.reservation(FUNCTION)).isEqualTo(Reservation.NONE);
        assertThat(log.outcomes()).endsWith("i-3 DENIED", "i-2 NOT_ATTEMPTED");
        commit(throttle("i-2", 4), queue("m-1", release("i-3")));
        assertThat(world.reservation("m-1")).isEqualTo(40);
        assertThat(log.outcomes()).endsWith("i-3 OVERRIDDEN", "i-2 OVERRIDDEN");
    }

    private static ThrottleRequest queue(String mapping, ThrottleRequest request) {
        return Requests.by(LeverKind.QUEUE, mapping, request);
    }

    @Test
    void aHandOnTheLimitIsLeftAloneForADay() {
        commit(throttle("i-1", 5));
        world.byHand(FUNCTION, 17);
        commit(throttle("i-1", 5));
        assertThat(world.tags(FUNCTION)).isEmpty();

        clock.advance(60_000);
        commit(throttle("i-1", 5), throttle("i-2", 4));
        assertThat(world.reservation(FUNCTION)).isEqualTo(17);
        assertThat(log.history(RESERVED, NOW + 23 * 3_600_000L).leftAloneUntil())
                .isEqualTo(NOW + 24 * 3_600_000L);
        assertThat(log.history(RESERVED, NOW + 25 * 3_600_000L)).isEqualTo(History.NONE);
    }

    @Test
    void wipedTagsAreWrittenAgainAndTheFirstPreviousValueSurvives() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.wipeTags(FUNCTION);
        commit(throttle("i-1", 5));
        assertThat(Mark.read(world.tags(FUNCTION)).mark().previous()).isEqualTo(40);

        world.wipeTags(FUNCTION);
        commit(release("i-2"));
        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
    }

    /** Seen live: tags wiped six times, released at the longest hold, answered "nothing of ours", held for good. */
    @Test
    void aLimitWhoseTagsAreWipedIsMarkedAgainEachTimeAndGivenBackHoweverLongItsLeaseIsOver() {
        world.byHand(FUNCTION, 240);
        commit(throttle("i-1", 9));
        for (int i = 0; i < 6; i++) {
            world.wipeTags(FUNCTION);
            commit(throttle("i-1", 9));
        }
        assertThat(log.lines()).hasSize(7).extracting(Effect::detail).contains("limit set", "marked again");
        world.wipeTags(FUNCTION);

        clock.advance(30 * 24 * 3_600_000L);
        commit(release("r-1"));

        assertThat(world.reservation(FUNCTION)).isEqualTo(240);
        Effect last = log.lines().get(7);
        assertThat(last.outcome()).isEqualTo(EffectOutcome.RELEASED);
        assertThat(last.found()).isEqualTo(240);
    }

    @Test
    void aLimitWhoseAnswerWasLostAndWhoseTagsWereWipedIsOursAllTheSame() {
        world.byHand(FUNCTION, 40);
        for (int i = 0; i < 3; i++) world.loseNextAnswer(Call.APPLY);
        commit(throttle("i-1", 5));
        assertThat(log.outcomes()).containsExactly("i-1 TRANSIENT");
        assertThat(world.reservation(FUNCTION)).isEqualTo(5);
        world.wipeTags(FUNCTION);

        commit(throttle("i-1", 5));

        assertThat(Mark.read(world.tags(FUNCTION)).mark().previous()).isEqualTo(40);
        assertThat(log.outcomes()).containsExactly("i-1 TRANSIENT", "i-1 APPLIED");
    }

    @Test
    void aLimitWhoseAnswerWasLostAndWhoseTagsWereWipedIsGivenBackAtOnceWhereItIsNotWantedAnyMore() {
        world.byHand(FUNCTION, 40);
        for (int i = 0; i < 3; i++) world.loseNextAnswer(Call.APPLY);
        commit(throttle("i-1", 5));
        world.wipeTags(FUNCTION);

        commit(release("r-1"));

        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(log.outcomes()).containsExactly("i-1 TRANSIENT", "r-1 RELEASED");
    }

    @Test
    void aReleaseThatFailsForgetsNothingOfALimitWhoseAnswerWasLost() {
        world.byHand(FUNCTION, 40);
        for (int i = 0; i < 3; i++) world.loseNextAnswer(Call.APPLY);
        commit(throttle("i-1", 5));
        world.failNext(Call.RESTORE, Outcome.DENIED);
        commit(release("r-1"));
        world.wipeTags(FUNCTION);

        commit(release("r-2"));

        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(log.outcomes()).containsExactly("i-1 TRANSIENT", "r-1 DENIED", "r-2 RELEASED");
    }

    @Test
    void whatWeGaveBackWithoutAnAnswerIsNoHand() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        for (int i = 0; i < 3; i++) world.loseNextAnswer(Call.RESTORE);
        commit(release("r-1"));
        assertThat(world.reservation(FUNCTION)).isEqualTo(40);

        // state was lost, and what the ledger has as held is asked for again
        commit(throttle("i-1", 5));

        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "r-1 TRANSIENT", "i-1 APPLIED");
        assertThat(world.reservation(FUNCTION)).isEqualTo(5);
    }

    @Test
    void withLedgerAndTagsLostControlsWordGivesBackExactly() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.wipeTags(FUNCTION);
        ActCommitter amnesiac = start(new MemoryEffectsLog());

        amnesiac.commit(Commits.of(List.of(Requests.held(5, 40, throttle("i-2", 5)))));
        assertThat(Mark.read(world.tags(FUNCTION)).mark().previous()).isEqualTo(40);
        world.wipeTags(FUNCTION);
        start(new MemoryEffectsLog()).commit(Commits.of(List.of(Requests.held(5, 40, release("r-1")))));

        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
    }

    @Test
    void anOverdueLeaseIsGivenBackBeforeANewThrottleBegins() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        clock.advance(900_000);
        ThrottleRequest fresh = Requests.later(900_000, throttle("i-2", 8));

        commit(fresh);
        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(world.tags(FUNCTION)).isEmpty();
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-2 RELEASED");

        commit(Requests.later(900_000, throttle("i-3", 8)));
        assertThat(world.reservation(FUNCTION)).isEqualTo(8);
        assertThat(Mark.read(world.tags(FUNCTION)).mark().untilMillis()).isEqualTo(UNTIL + 900_000);
    }

    @Test
    void aStartWithoutCheckpointsDoesNotMoveTheEndOfALease() {
        commit(throttle("i-1", 5));
        clock.advance(60_000);
        commit(Requests.later(60_000, throttle("other-1", 5)));
        commit(Requests.later(60_000, throttle("other-2", 8)));

        assertThat(Mark.read(world.tags(FUNCTION)).mark().untilMillis()).isEqualTo(UNTIL);
        assertThat(log.lines()).extracting(Effect::untilMillis).containsOnly(UNTIL);
    }

    @Test
    void aHandInTheFirstMinuteIsSeenByTheNextRepeatWithItsValue() {
        commit(throttle("i-1", 5));
        world.byHand(FUNCTION, 50);
        clock.advance(30_000);
        commit(throttle("i-1", 5));

        Effect seen = log.lines().get(1);
        assertThat(seen.outcome()).isEqualTo(EffectOutcome.OVERRIDDEN);
        assertThat(seen.found()).isEqualTo(50);
        assertThat(seen.untilMillis()).isEqualTo(clock.millis() + 24 * 3_600_000L);
        assertThat(world.tags(FUNCTION)).isEmpty();
    }

    @Test
    void aReleaseByHandIsFinalForADayOverAllLeversOfTheFunction() {
        world.create("m-1", FUNCTION);
        commit(throttle("i-1", 5));
        world.byHand(FUNCTION, Reservation.NONE);
        world.letAlone(FUNCTION, NOW + 24 * 3_600_000L);
        world.unmark(FUNCTION);

        commit(throttle("i-1", 5), Requests.by(LeverKind.QUEUE, "m-1", throttle("q-1", 2)));
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-1 OVERRIDDEN", "q-1 OVERRIDDEN");
        assertThat(log.lines().get(1).untilMillis()).isEqualTo(NOW + 24 * 3_600_000L);

        // the ledger remembers it where the tag is lost
        world.removeHandsOff(FUNCTION);
        clock.advance(23 * 3_600_000L);
        commit(Requests.later(23 * 3_600_000L, Requests.by(LeverKind.QUEUE, "m-1", throttle("q-2", 2))));
        assertThat(log.outcomes()).endsWith("q-2 OVERRIDDEN");
        clock.advance(3_600_000L);
        commit(Requests.later(24 * 3_600_000L, Requests.by(LeverKind.QUEUE, "m-1", throttle("q-3", 2))));
        assertThat(log.outcomes()).endsWith("q-3 APPLIED");
    }

    @Test
    void whatOneLeverHoldsIsGivenBackWhenAnotherOfTheFunctionWasChangedByHand() {
        world.create("m-1", FUNCTION);
        ThrottleRequest queue = Requests.by(LeverKind.QUEUE, "m-1", throttle("q-1", 2));
        commit(throttle("i-1", 5), queue);
        world.byHand(FUNCTION, 50);
        commit(throttle("i-1", 5), queue);

        assertThat(world.reservation("m-1")).isEqualTo(Reservation.NONE);
        assertThat(world.tags("m-1")).isEmpty();
        assertThat(world.reservation(FUNCTION)).isEqualTo(50);
        assertThat(log.outcomes()).endsWith("i-1 OVERRIDDEN", "q-1 OVERRIDDEN");
    }

    @Test
    void whatIsAllowedAgainIsThrottledAndTheLedgerSaysSo() {
        commit(throttle("i-1", 5));
        world.byHand(FUNCTION, 50);
        commit(throttle("i-1", 5));
        clock.advance(60_000);
        world.letAlone(FUNCTION, clock.millis());

        commit(throttle("i-2", 5));

        assertThat(log.outcomes()).endsWith("i-1 OVERRIDDEN", "i-2 AGAIN_ALLOWED", "i-2 APPLIED");
        assertThat(world.tags(FUNCTION)).doesNotContainKey(HandsOff.TAG);
        assertThat(world.reservation(FUNCTION)).isEqualTo(5);
    }

    @Test
    void aRefusedChangeOfALimitLeavesTheMarkOfTheOneThatStands() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.failNext(Call.APPLY, Outcome.INVALID);
        commit(throttle("i-2", 8));

        assertThat(Mark.read(world.tags(FUNCTION)).mark())
                .isEqualTo(new Mark(40, 5, Reservation.NONE, UNTIL, "bw", "i-2"));
        assertThat(log.lines().get(1).found()).isEqualTo(5);
        assertThat(log.lines().get(1).detail()).contains("as the test wants");
    }

    @Test
    void aReleaseThatIsDeniedEndsNothing() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.wipeTags(FUNCTION);
        world.failNext(Call.RESTORE, Outcome.DENIED);
        commit(release("r-1"));
        assertThat(log.history(RESERVED, clock.millis()).held()).isTrue();

        commit(release("r-1"));
        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
    }

    @Test
    void killedBetweenUntagAndLedgerTheNextActWritesThatTheLimitWasRestored() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        // at the lease's end, when the longest hold is over
        clock.advance(UNTIL - NOW);
        log.dieBeforeNextAppend();
        assertThatThrownBy(() -> commit(release("r-1"))).isInstanceOf(Error.class);
        assertThat(world.tags(FUNCTION)).isEmpty();

        committer = start();
        commit(release("r-2"));

        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "r-2 RELEASED");
        assertThat(log.lines().get(1).restored()).isEqualTo(40);
        commit(Requests.later(UNTIL - NOW, throttle("i-2", 5)));
        assertThat(log.outcomes()).endsWith("i-2 APPLIED");
    }

    @Test
    void aFunctionCreatedAnewUnderTheNameIsAnotherOneAndNoHandIsTold() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        world.delete(FUNCTION);
        commit(throttle("i-1", 5));
        world.create(FUNCTION);
        commit(throttle("i-2", 6));
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-1 GONE", "i-2 APPLIED");
        assertThat(log.lines().get(2).previous()).as("of the new one").isEqualTo(Reservation.NONE);
        commit(release("r-1"));
        assertThat(world.reservation(FUNCTION)).isEqualTo(Reservation.NONE);
    }

    @Test
    void aMarkThatNobodyCanReadIsToldOnceWithItsTextAndLeftAlone() {
        Map<String, String> newer = Map.of("breakwater:version", "2", "breakwater:limit", "5");
        world.tag(FUNCTION, newer);
        for (int i = 0; i < 3; i++) commit(throttle("i-1", 5));
        assertThat(log.outcomes()).containsExactly("i-1 HELD_BY_OTHER");
        assertThat(log.lines().get(0).detail()).contains("mark unreadable", "of a newer version", "\"2\"");
        assertThat(world.changes()).isEmpty();
        assertThat(world.tags(FUNCTION)).isEqualTo(newer);
    }

    @Test
    void aBrokenChainStopsNewThrottlesAndReleasesGoOn() {
        world.create("new").create("shop");
        commit(throttle("i-1", 5), throttle("s-1", "shop", 5));
        log.stop("line 7: the line was changed");

        commit(throttle("n-1", "new", 5), throttle("i-2", 4), release("s-2", "shop"));

        assertThat(log.outcomes()).endsWith("s-2 RELEASED", "n-1 NOT_ATTEMPTED", "i-2 APPLIED");
        assertThat(world.reservation("new")).isEqualTo(Reservation.NONE);
        assertThat(log.lines().get(3).detail())
                .isEqualTo("not attempted: ledger: chain broken, line 7: the line was changed");
    }

    @Test
    void withoutALedgerNothingIsDoneAndTheJobLives() {
        log.broken(true);
        commit(throttle("i-1", 5));
        assertThat(world.calls()).isEmpty();

        log.broken(false);
        commit(throttle("i-1", 5));
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED");
    }

    @Test
    void anActWhoseLineCouldNotBeWrittenIsWrittenLater() {
        log.breakAtNextAppend();
        commit(throttle("i-1", 5));
        assertThat(world.reservation(FUNCTION)).isEqualTo(5);
        commit(release("i-2"));
        assertThat(world.reservation(FUNCTION)).isEqualTo(5);

        log.broken(false);
        commit(release("i-2"));
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-2 RELEASED");
    }

    @Test
    void aRestoredThrottleIsTooOldAfterHoursButAReleaseIsNot() {
        world.byHand(FUNCTION, 40);
        commit(throttle("i-1", 5));
        clock.advance(7_200_000);
        world.create("late");
        commit(throttle("i-2", "late", 5), release("i-3"));

        assertThat(clock.millis()).isGreaterThan(UNTIL);
        assertThat(world.reservation(FUNCTION)).isEqualTo(40);
        assertThat(log.outcomes()).containsExactly("i-1 APPLIED", "i-3 RELEASED", "i-2 EXPIRED");
    }

    @Test
    void aBugForOneFunctionDoesNotFailTheJob() throws IOException {
        ActCommitter buggy = start((account, region, kind) -> {
            throw new IllegalStateException("bug");
        });
        buggy.commit(Commits.of(List.of(throttle("i-1", 5))));
        buggy.close();
        assertThat(log.outcomes()).containsExactly("i-1 UNKNOWN");
    }

    @Test
    void nothingIsEverHandedBackToFlink() {
        world.failNext(Call.READ, Outcome.UNKNOWN);
        List<Commits.Request> requests = Commits.requests(List.of(throttle("i-1", 5)));
        committer.commit(List.copyOf(requests));
        assertThat(requests).allMatch(r -> !r.wasHandedBack());
    }

    private void commit(ThrottleRequest... requests) {
        committer.commit(Commits.of(Arrays.asList(requests)));
    }

    private ActCommitter start() {
        return start((account, region, kind) -> world);
    }

    private ActCommitter start(MemoryEffectsLog other) {
        return new ActCommitter(
                ActTerms.forInterval("bw", 10_000), clock, (a, r, k) -> world, () -> other, effect -> {});
    }

    @Test
    void peopleHearOfABrokenLedgerBeforeAnythingIsToBeDone() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        EffectsListener listener = new EffectsListener() {
            @Override
            public void seen(Effect effect) {
                told.add("an effect");
            }

            @Override
            public void stopped(Stopped what, String why) {
                told.add(what + why);
            }
        };
        ActTerms terms = ActTerms.forInterval("bw", 10_000);
        try (ActCommitter calm = new ActCommitter(terms, clock, (a, r, k) -> world, () -> log, listener)) {
            calm.looking(Duration.ofMillis(1));
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("NOTHING");
            log.stop("line 2: the line was changed");
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("THROTTLESline 2: the line was changed");
            log.broken(true);
            assertThat(told.poll(20, TimeUnit.SECONDS)).startsWith("ACTS").contains("no room");
            log.broken(false);
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("THROTTLESline 2: the line was changed");
            log.stop("");
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("NOTHING");
        }
    }

    private ActCommitter start(LeverFactory levers) {
        return new ActCommitter(ActTerms.forInterval("bw", 10_000), clock, levers, () -> log, effect -> {});
    }
}
