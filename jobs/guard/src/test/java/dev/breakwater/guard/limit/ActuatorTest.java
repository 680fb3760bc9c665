package dev.breakwater.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.connectors.lambda.lever.LimitApi.LeverFactory;
import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests calls on limits, and the ledger's lines before and after them. */
class ActuatorTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final long START = 1_764_000_000_000L;

    @TempDir
    Path folder;

    private final FakeLever world = new FakeLever().create("f");
    private final List<String> open = new ArrayList<>();
    private FaultyLedger ledger;
    private long now = START;

    @BeforeEach
    void open() {
        ledger = new FaultyLedger(folder, "prod");
    }

    @Test
    void anIntentIsDurableBeforeTheCallAndTheAnswerAfterIt() throws Exception {
        List<String> before = new ArrayList<>();
        AccountCalls calls = calls(watched(() -> before.addAll(ledger.lines())));
        begin(calls);
        assertThat(make(calls, set(9), setting())).isEqualTo(Result.DONE);
        assertThat(before).containsExactly("attempt", "intent 9");
        assertThat(ledger.lines()).containsExactly("attempt", "intent 9", "set 9 ok");
        assertThat(world.reservation("f")).isEqualTo(9);
    }

    @Test
    void theLinesOfALeaseAreEnoughToGiveItBackWithoutAnyState() throws Exception {
        AccountCalls calls = calls(levers());
        begin(calls);
        LimitState s = setting();
        s.intent.found = 240;
        make(calls, set(9), s);
        calls.close();
        now += 60_000;
        AccountCalls next = calls(levers());
        assertThat(begin(next).known()).singleElement().satisfies(k -> {
            assertThat(k.function()).isEqualTo("f");
            assertThat(k.lease()).isEqualTo("k3f9");
            assertThat(k.ours()).containsExactly(9);
            assertThat(k.found()).isEqualTo(240);
            assertThat(k.until()).isEqualTo(START + 900_000);
            assertThat(k.endedAt()).isZero();
        });
    }

    @Test
    void whatCannotBeWrittenIsNotCalledAndNoSetBeginsUntilItCan() throws Exception {
        AccountCalls calls = calls(levers());
        begin(calls);
        ledger.full = true;
        assertThat(make(calls, set(9), setting())).isEqualTo(Result.NOT_WRITTEN);
        assertThat(world.calls()).isEmpty();
        assertThat(alarms(calls)).singleElement().asString().contains("no new throttle begins", "no room");
        assertThat(calls.gate(1, now).maySet(setting())).isFalse();
        assertThat(calls.gate(1, now).mayReturn(returning()))
                .as("a return needs no line")
                .isTrue();
        ledger.full = false;
        now += 30_000;
        calls.lookDue(now);
        assertThat(calls.gate(1, now).maySet(setting())).isTrue();
        assertThat(alarms(calls)).containsExactly("the ledger allows new throttles again");
        assertThat(open).isEmpty();
    }

    @Test
    void whatIsGivenBackIsGivenBackThoughTheLedgerIsFull() throws Exception {
        AccountCalls calls = calls(levers());
        begin(calls);
        world.byHand("f", 9);
        ledger.full = true;
        assertThat(make(calls, call(Kind.RESTORE, LimitValue.NONE, false), returning()))
                .isEqualTo(Result.DONE);
        assertThat(world.reservation("f")).isEqualTo(LimitValue.NONE);
    }

    /** What a person accepted as lost is known again from the next call, also of a limit that is only read. */
    @Test
    void aPresentLimitIsWrittenAgainAfterTheLedgerCouldNotBeUsed() throws Exception {
        AccountCalls calls = calls(levers());
        begin(calls);
        world.byHand("f", 9);
        ledger.full = true;
        now += 30_000;
        calls.lookDue(now);
        LimitState s = returning();
        s.intent.found = 240;
        s.readings.value = 9;
        s.intent.ours.add(9);
        LimitState never = setting();
        never.life = Life.FREE;
        never.intent.lease = "k3fa";
        never.intent.ours.add(9);
        never.readings.value = 9;
        s.acts.wasSet = true;
        make(calls, call(Kind.READ, LimitValue.NONE, false), s);
        ledger.full = false;
        now += 30_000;
        calls.lookDue(now);
        make(calls, call(Kind.READ, LimitValue.NONE, false), never);
        make(calls, call(Kind.READ, LimitValue.NONE, false), s);
        make(calls, call(Kind.READ, LimitValue.NONE, false), s);
        calls.close();
        assertThat(ledger.lines())
                .as("a person's value that equals one that was never set is not ours")
                .containsExactly("attempt", "held 9");
        assertThat(begin(calls(levers())).known()).singleElement().satisfies(k -> {
            assertThat(k.ours()).containsExactly(9);
            assertThat(k.found()).isEqualTo(240);
        });
    }

    @Test
    void whatTheLedgersKnowIsHeardThoughNothingCanBeWritten() throws Exception {
        AccountCalls before = calls(levers());
        begin(before);
        make(before, set(9), setting());
        before.close();
        ledger.full = true;
        AccountCalls calls = calls(levers());
        assertThat(begin(calls).known())
                .singleElement()
                .satisfies(k -> assertThat(k.ours()).containsExactly(9));
        assertThat(calls.gate(1, now).mayReturn(returning())).isTrue();
        assertThat(calls.gate(1, now).maySet(setting())).isFalse();
        assertThat(calls.attempt()).isZero();
    }

    @Test
    void anIntentOfAnAttemptThatHasNoLineYetIsNoSignOfANewerOne() throws Exception {
        AccountCalls before = calls(levers());
        begin(before);
        before.close();
        ledger.full = true;
        AccountCalls calls = calls(levers());
        begin(calls);
        world.byHand("f", 9);
        ledger.full = false;
        // during a release, AWS may accept only a value between ours and the earlier value
        assertThat(make(calls, set(190), returning())).isEqualTo(Result.NOT_WRITTEN);
        assertThat(world.reservation("f")).isEqualTo(9);
        now += 5_000;
        calls.known(now, 0);
        assertThat(make(calls, set(190), returning())).isEqualTo(Result.DONE);
        assertThat(world.reservation("f")).isEqualTo(190);
    }

    @Test
    void returnsGoOnWhileTheLedgerCannotBeReadAndSetsDoNotBegin() throws Exception {
        ledger.unreadable = true;
        AccountCalls calls = calls(levers());
        assertThat(calls.known(now, 0)).isNull();
        assertThat(alarms(calls)).singleElement().asString().contains("no new throttle begins", "cannot be read");
        assertThat(calls.gate(1, now).mayReturn(returning()))
                .as("the ledger may know more, for a minute")
                .isFalse();
        now += 60_000;
        assertThat(calls.gate(1, now).mayReturn(returning())).isTrue();
        assertThat(calls.gate(1, now).maySet(setting())).isFalse();
        ledger.unreadable = false;
        assertThat(begin(calls)).isNotNull();
        assertThat(calls.gate(1, now).maySet(setting())).isTrue();
    }

    @Test
    void aSetWaitsForTheSnapshotThatContainsItHoweverLongAndAReturnForFiveMinutes() throws Exception {
        AccountCalls calls = calls(levers());
        begin(calls);
        LimitState set = setting();
        LimitState back = returning();
        set.intent.decidedAfter = back.intent.decidedAfter = 7;
        back.since = now;
        for (long minutes : List.of(0L, 4L, 5L, 600L)) {
            now = START + minutes * 60_000;
            assertThat(calls.gate(7, now).maySet(set)).as("minute %d", minutes).isFalse();
            assertThat(calls.gate(7, now).mayReturn(back))
                    .as("minute %d", minutes)
                    .isEqualTo(minutes >= 5);
        }
        assertThat(calls.gate(8, START).maySet(set)).isTrue();
        assertThat(calls.gate(8, START).mayReturn(back)).isTrue();
    }

    @Test
    void onlyANewThrottleWaitsForWhatAnEarlierAttemptMayStillDo() throws Exception {
        AccountCalls first = calls(levers());
        begin(first);
        assertThat(first.gate(1, now).maySet(setting()))
                .as("nobody was before it")
                .isTrue();
        first.close();
        now += 60_000;
        AccountCalls second = calls(levers());
        begin(second);
        long safe = now + 30_000 + 90_000;
        LimitState tried = setting();
        tried.acts.tried = true;
        assertThat(second.gate(1, now).maySet(tried))
                .as("a step of a lease that is on")
                .isTrue();
        assertThat(second.gate(1, now).mayReturn(returning())).isTrue();
        assertThat(second.gate(1, safe - 1).maySet(setting())).isFalse();
        assertThat(second.gate(1, safe).maySet(setting())).isTrue();
    }

    @Test
    void aNewerAttemptStopsTheOlderOneWhichPagesOnce() throws Exception {
        AccountCalls old = calls(levers());
        begin(old);
        AccountCalls newer = calls(levers());
        begin(newer);
        for (int i = 0; i < 3; i++) {
            assertThat(make(old, set(9), setting())).isEqualTo(Result.NOT_WRITTEN);
            old.observed(List.of(line(i)), List.of());
        }
        assertThat(world.calls()).isEmpty();
        assertThat(alarms(old)).singleElement().asString().contains("two jobs are called prod");
        assertThat(old.gate(9, now + 600_000).maySet(setting())).isFalse();
        assertThat(old.gate(9, now + 600_000).mayReturn(returning())).isFalse();
        assertThat(make(newer, set(9), setting())).isEqualTo(Result.DONE);
        assertThat(ledger.lines()).containsExactly("attempt", "attempt", "intent 9", "set 9 ok");
    }

    @Test
    void anOlderAttemptThatIsIdleStopsTooAndDoesNotBlameItsLedger() throws Exception {
        AccountCalls old = calls(levers());
        begin(old);
        begin(calls(levers()));
        now += 30_000;
        old.lookDue(now);
        assertThat(alarms(old)).singleElement().asString().contains("two jobs are called prod");
        assertThat(old.gate(9, now + 600_000).mayReturn(returning())).isFalse();
    }

    @Test
    void linesAreWrittenInTheOrderInWhichTheyAreNotedWhicheverThreadWritesThem() throws Exception {
        Actuator actuator = actuator(levers());
        AccountCalls calls = actuator.of(ACCOUNT, REGION);
        until(() -> calls.known(now, 0) != null);
        for (int i = 0; i < 300; i++) calls.observed(List.of(line(i)), List.of());
        actuator.close();
        assertThat(ledger.lines().subList(1, 301))
                .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "held " + i).toList());
    }

    @Test
    void closingWaitsOutACallThroughInterruptsAndItsAnswerIsWritten() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Actuator actuator = actuator(watched(() -> {
            entered.countDown();
            release.await();
        }));
        AccountCalls calls = actuator.of(ACCOUNT, REGION);
        until(() -> calls.known(now, 0) != null);
        until(() -> calls.attempt() > 0);
        calls.submit(set(9), setting());
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread closing = new Thread(() -> {
            actuator.close();
            stillInterrupted.set(Thread.interrupted());
        });
        closing.start();
        for (int i = 0; i < 3; i++) {
            closing.interrupt();
            until(() -> !closing.isInterrupted() && closing.getState() == Thread.State.TIMED_WAITING);
        }
        assertThat(closing.isAlive()).as("the call is under way").isTrue();
        assertThat(ledger.lines()).endsWith("intent 9");
        release.countDown();
        closing.join(20_000);
        assertThat(closing.isAlive()).isFalse();
        assertThat(stillInterrupted)
                .as("whoever interrupts is heard after that")
                .isTrue();
        assertThat(world.reservation("f")).isEqualTo(9);
        assertThat(ledger.lines()).endsWith("set 9 ok");
    }

    @ParameterizedTest
    @CsvSource({
        "DENIED, DENIED, refused",
        "INVALID, REFUSED, refused",
        "MISSING, MISSING, unknown",
        "TRANSIENT, FAILED, unknown",
        "THROTTLED, FAILED, unknown",
        "UNKNOWN, FAILED, unknown"
    })
    void whatAwsAnswersIsSaidInItsOwnWords(Outcome outcome, Result result, String line) throws Exception {
        AccountCalls calls = calls(levers());
        begin(calls);
        world.failNext(FakeLever.Call.APPLY, outcome);
        calls.submit(set(9), setting());
        assertThat(calls.answers()).singleElement().satisfies(a -> {
            assertThat(a.result()).isEqualTo(result);
            assertThat(a.words()).contains("as the test wants");
        });
        assertThat(ledger.lines()).endsWith("set 9 " + line);
    }

    @Test
    void aBugOfOursIsAnAnswerToo() throws Exception {
        AccountCalls calls = calls(watched(() -> {
            throw new IllegalStateException("a bug");
        }));
        begin(calls);
        assertThat(make(calls, set(9), setting())).isEqualTo(Result.FAILED);
        assertThat(ledger.lines()).endsWith("set 9 unknown");
    }

    private AccountCalls calls(LeverFactory levers) {
        return new AccountCalls(
                ACCOUNT,
                REGION,
                new LeverCalls(ACCOUNT, REGION, levers, () -> now),
                ledger.open(ACCOUNT, REGION),
                Runnable::run,
                () -> now,
                new ActAlerts("prod", ACCOUNT, REGION, () -> now));
    }

    /** An actuator with its own threads. */
    private Actuator actuator(LeverFactory levers) {
        return new Actuator.Access(levers, ledger, "prod").open();
    }

    private AccountCalls.Begun begin(AccountCalls calls) {
        AccountCalls.Begun begun = calls.known(now, 0);
        assertThat(calls.known(now, 0)).as("told once").isNull();
        return begun;
    }

    private static Result make(AccountCalls calls, Call call, LimitState s) {
        calls.submit(call, s);
        List<Call.Answer> answers = calls.answers();
        assertThat(answers).hasSize(1);
        return answers.get(0).result();
    }

    private static Call set(int value) {
        return call(Kind.SET, value, true);
    }

    private static Call call(Kind kind, int value, boolean intent) {
        return new Call(kind, "f", "f", Lever.RESERVATION, value, null, intent);
    }

    private static LimitState setting() {
        LimitState s = new LimitState();
        s.function = "f";
        s.intent.lease = "k3f9";
        s.intent.incident = "abc";
        s.intent.until = START + 900_000;
        s.intent.found = LimitValue.NONE;
        s.intent.decidedAfter = 0;
        return s;
    }

    private static LimitState returning() {
        LimitState s = setting();
        s.life = Life.RETURNING;
        return s;
    }

    private LimitLine line(int value) {
        LimitState s = setting();
        return LimitLine.of(new LimitEvent(LimitEvent.Kind.HELD, "f", value, ""), s, s.intent.until, now);
    }

    private LeverFactory levers() {
        return (account, region, kind) -> world;
    }

    private interface Step {
        void run() throws Exception;
    }

    /** The same levers, with an action before a value is set. */
    private LeverFactory watched(Step before) {
        return (account, region, kind) -> new Watched(before);
    }

    private final class Watched implements dev.breakwater.connectors.lambda.lever.LimitApi {
        private final Step before;

        Watched(Step before) {
            this.before = before;
        }

        @Override
        public Answer<Boolean> apply(String target, int limit) {
            try {
                before.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return world.apply(target, limit);
        }

        @Override
        public Answer<LimitReading> read(String target) {
            return world.read(target);
        }

        @Override
        public Answer<Boolean> tag(String target, String lease) {
            return world.tag(target, lease);
        }

        @Override
        public Answer<Boolean> restore(String target, int previous) {
            return world.restore(target, previous);
        }

        @Override
        public Answer<Boolean> untag(String target) {
            return world.untag(target);
        }

        @Override
        public Answer<Boolean> letAlone(String function, long untilMillis) {
            return world.letAlone(function, untilMillis);
        }

        @Override
        public Answer<Boolean> removeHandsOff(String function) {
            return world.removeHandsOff(function);
        }

        @Override
        public void close() {
            // the simulated AWS is used again, so it is not closed
        }
    }

    /** The summaries of the alarms since the last call. */
    private List<String> alarms(AccountCalls calls) {
        return calls.alarms(now, open).stream().map(AlarmEvent::summary).toList();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
