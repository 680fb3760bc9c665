package dev.breakwater.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests when the calls of an account begin, what they leave in the ledger, and whom they alert. */
class AccountCallsTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final long START = 1_764_000_000_000L;

    @TempDir
    Path folder;

    private final FakeLever world = new FakeLever().create("f");
    /** The methods of the lever that were called, in order. */
    private final List<String> used = new ArrayList<>();

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<String> open = new ArrayList<>();
    private FaultyLedger ledger;
    private long now = START;

    @BeforeEach
    void open() {
        ledger = new FaultyLedger(folder, "prod");
    }

    @Test
    void anUnreadableLedgerIsReadAgainEveryFiveSeconds() {
        AccountCalls calls = calls(Runnable::run);
        ledger.unreadable = true;
        for (long after : List.of(0L, 0L, 4_999L)) {
            now = START + after;
            assertThat(calls.known(now, 0)).isNull();
        }
        assertThat(ledger.reads).isEqualTo(1);
        now = START + 5_000;
        calls.known(now, 0);
        assertThat(ledger.reads).isEqualTo(2);
    }

    @Test
    void aSlowLedgerIsReadOnceHoweverLongItTakes() {
        AccountCalls calls = calls(waiting::add);
        for (int second = 0; second < 60; second++) {
            now += 1_000;
            assertThat(calls.known(now, 0)).isNull();
        }
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aJobIsStartingUntilTheLeasesAreToldAndItsFirstLineIsWritten() {
        AccountCalls calls = calls(Runnable::run);
        ledger.full = true;
        assertThat(calls.isBeginning()).as("nothing is told").isTrue();
        assertThat(calls.known(now, 0)).isNotNull();
        assertThat(calls.isBeginning()).as("no line is written").isTrue();
        ledger.full = false;
        now += 5_000;
        calls.known(now, 0);
        assertThat(calls.isBeginning()).isFalse();

        AccountCalls untold = calls(waiting::add);
        untold.known(now, 0);
        waiting.remove().run();
        assertThat(untold.attempt()).isPositive();
        assertThat(untold.isBeginning()).as("the leases are not told").isTrue();
    }

    @Test
    void linesFromBeforeTheFirstLineFollowIt() throws Exception {
        AccountCalls calls = calls(Runnable::run);
        calls.observed(List.of(line(LimitEvent.Kind.HELD)), List.of());
        assertThat(ledger.lines()).isEmpty();
        calls.known(now, 0);
        assertThat(ledger.lines()).containsExactly("attempt", "held 9");
    }

    @Test
    void aChangedConfigurationIsWrittenOnceAndAnUnknownOneNever() throws Exception {
        AccountCalls calls = begun();
        for (String id : List.of("", "a1", "a1", "b2", "")) calls.holds(id, now);
        assertThat(ledger.lines()).containsExactly("attempt", "revision", "revision");
    }

    @Test
    void anAnswerToAPersonIsWritten() throws Exception {
        Request request = new Request(
                "r1",
                Request.Kind.RELEASE,
                Scope.function(ACCOUNT, REGION, "f"),
                "",
                now,
                -1,
                "alice",
                "console",
                "",
                0);
        begun().observed(List.of(), List.of(new Request.Answer(request, now, "")));
        assertThat(ledger.lines()).containsExactly("attempt", "request");
    }

    @Test
    void theLedgerIsCheckedEveryHalfMinute() {
        AccountCalls calls = begun();
        calls.lookDue(now);
        ledger.full = true;
        now += 29_999;
        calls.lookDue(now);
        assertThat(alarms(calls)).isEmpty();
        now += 1;
        calls.lookDue(now);
        assertThat(alarms(calls)).singleElement().asString().contains("no room");
    }

    @Test
    void aReleaseIsWrittenBeforeAndAfterItsCallAndATagOfANewValueBeforeIt() throws Exception {
        AccountCalls calls = begun();
        make(calls, call(Kind.TAG, 9, "a tag", true), limit(Life.SETTING));
        make(calls, call(Kind.RESTORE, 240, null, false), limit(Life.RETURNING));
        make(calls, call(Kind.TAG, 9, "a tag", false), limit(Life.HELD));
        make(calls, call(Kind.READ, LimitValue.NONE, null, false), limit(Life.HELD));
        assertThat(ledger.lines()).containsExactly("attempt", "intent 9", "intent-return 240", "set 240 ok");
    }

    @Test
    void aReleaseIsNotCalledIfItsLineShowsANewerJob() throws Exception {
        AccountCalls old = begun();
        begun();
        assertThat(make(old, call(Kind.RESTORE, 240, null, false), limit(Life.RETURNING)))
                .isEqualTo(Result.NOT_WRITTEN);
        assertThat(world.calls()).isEmpty();
        assertThat(alarms(old)).singleElement().asString().contains("two jobs are called prod");
    }

    @Test
    void aNewerJobStopsTheOlderOneWhicheverLineTheOlderOneWritesNext() {
        AccountCalls sets = begun();
        AccountCalls notes = begun();
        begun();
        make(sets, call(Kind.SET, 9, null, true), limit(Life.SETTING));
        notes.observed(List.of(line(LimitEvent.Kind.HELD)), List.of());
        for (AccountCalls old : List.of(sets, notes)) {
            assertThat(alarms(old)).singleElement().asString().contains("two jobs are called prod");
            assertThat(old.gate(9, now + 600_000).mayReturn(limit(Life.RETURNING)))
                    .isFalse();
        }
    }

    @Test
    void noThrottleBeginsOnceAnObservationCouldNotBeWritten() {
        AccountCalls calls = begun();
        assertThat(calls.gate(1, now).maySet(limit(Life.SETTING))).isTrue();
        ledger.full = true;
        calls.observed(List.of(line(LimitEvent.Kind.HELD)), List.of());
        assertThat(calls.gate(1, now).maySet(limit(Life.SETTING))).isFalse();
    }

    @Test
    void noThrottleBeginsOnceTheLedgerFailsUnexpectedlyOnAnObservation() {
        AccountCalls calls = begun();
        ledger.broken = true;
        calls.observed(List.of(line(LimitEvent.Kind.HELD)), List.of());
        assertThat(calls.gate(1, now).maySet(limit(Life.SETTING))).isFalse();
        assertThat(alarms(calls)).singleElement().asString().contains("stale file handle");
    }

    /** A call without an answer would keep its limit from every later call. */
    @Test
    void aLedgerThatFailsUnexpectedlyStopsSetsAndNoReleaseAndEachCallIsAnswered() {
        AccountCalls calls = begun();
        ledger.broken = true;
        assertThat(make(calls, call(Kind.SET, 9, null, true), limit(Life.SETTING)))
                .isEqualTo(Result.NOT_WRITTEN);
        assertThat(make(calls, call(Kind.RESTORE, 240, null, false), limit(Life.RETURNING)))
                .isEqualTo(Result.DONE);
        assertThat(world.calls()).containsExactly("RESTORE f 240");
        assertThat(alarms(calls)).singleElement().asString().contains("stale file handle");
    }

    @Test
    void onlyOurPresentLimitsAreWrittenAgainAndOnlyAfterAFault() throws Exception {
        AccountCalls calls = begun();
        Call read = call(Kind.READ, LimitValue.NONE, null, false);
        LimitState s = limit(Life.HELD);
        s.intent.ours.add(9);
        s.readings.value = 9;
        make(calls, read, s);
        ledger.full = true;
        now += 30_000;
        calls.lookDue(now);
        ledger.full = false;
        now += 30_000;
        calls.lookDue(now);
        s.readings.value = 40;
        make(calls, read, s);
        assertThat(ledger.lines()).as("no fault, or a value of somebody else").containsExactly("attempt");
        s.readings.value = 9;
        make(calls, read, s);
        assertThat(ledger.lines()).containsExactly("attempt", "held 9");
    }

    @Test
    void aProtectedFunctionMayBeTaggedForAReleaseOnly() {
        AccountCalls calls = begun();
        make(calls, call(Kind.TAG, 9, "a tag", true), limit(Life.SETTING));
        make(calls, call(Kind.TAG, 9, "a tag", false), limit(Life.RETURNING));
        assertThat(used).containsExactly("tag", "tagAgain");
    }

    @Test
    void aFailedCallIsPagedAsAThrottleOrAReleaseAndAWatchedLimitIsNot() {
        for (Life life : List.of(Life.FREE, Life.YIELDED))
            assertThat(denied(life)).isEmpty();
        for (Life life : List.of(Life.SETTING, Life.HELD)) {
            assertThat(denied(life)).singleElement().asString().contains("nothing can be throttled");
        }
        assertThat(denied(Life.RETURNING)).singleElement().asString().contains("1 throttles cannot be given back");
    }

    @Test
    void theObservationOfALimitEndsItsPageAndAnUnansweredWishDoesNot() {
        for (LimitEvent.Kind kind : List.of(LimitEvent.Kind.FREE, LimitEvent.Kind.GIVEN_BACK)) {
            AccountCalls calls = begun();
            world.failNext(FakeLever.Call.UNTAG, Outcome.DENIED);
            make(calls, call(Kind.UNTAG, LimitValue.NONE, null, false), limit(Life.RETURNING));
            assertThat(alarms(calls)).hasSize(1);
            calls.observed(List.of(line(LimitEvent.Kind.COULD_NOT)), List.of());
            assertThat(alarms(calls)).isEmpty();
            calls.observed(List.of(line(kind)), List.of());
            assertThat(alarms(calls))
                    .as("%s", kind)
                    .singleElement()
                    .asString()
                    .contains("limits can be set and released again");
        }
    }

    @Test
    void closingClosesTheLedgerAndEachAccessToAwsOnce() throws Exception {
        Actuator actuator = new Actuator(
                new Actuator.Access((account, region, kind) -> lever(), ledger, "prod"), new DirectPool(), () -> now);
        AccountCalls calls = actuator.of(ACCOUNT, REGION);
        calls.known(now, 0);
        make(calls, call(Kind.UNTAG, LimitValue.NONE, null, false), limit(Life.RETURNING));
        actuator.close();
        assertThat(used).containsExactly("untag", "close");
        assertThat(ledger.closed).isEqualTo(1);
        calls.close();
        assertThat(used).as("closed already").containsExactly("untag", "close");
    }

    @Test
    void noThreadOfTheJobKeepsItsProcessAlive() {
        List<Boolean> daemons = new ArrayList<>();
        Actuator actuator = new Actuator.Access(
                        (account, region, kind) -> {
                            daemons.add(Thread.currentThread().isDaemon());
                            return lever();
                        },
                        ledger,
                        "prod")
                .open();
        actuator.of(ACCOUNT, REGION).submit(call(Kind.READ, LimitValue.NONE, null, false), limit(Life.HELD));
        actuator.close();
        assertThat(daemons).containsExactly(true);
    }

    /** The alarms after a reading that AWS denies. */
    private List<String> denied(Life life) {
        AccountCalls calls = begun();
        world.failNext(FakeLever.Call.READ, Outcome.DENIED);
        make(calls, call(Kind.READ, LimitValue.NONE, null, false), limit(life));
        open.clear();
        return alarms(calls);
    }

    private AccountCalls begun() {
        AccountCalls calls = calls(Runnable::run);
        calls.known(now, 0);
        alarms(calls);
        return calls;
    }

    private AccountCalls calls(Executor pool) {
        return new AccountCalls(
                ACCOUNT,
                REGION,
                new LeverCalls(ACCOUNT, REGION, (account, region, kind) -> lever(), () -> now),
                ledger.open(ACCOUNT, REGION),
                pool,
                () -> now,
                new ActAlerts("prod", ACCOUNT, REGION, () -> now));
    }

    /** The simulated AWS, with a record of the methods that were called. */
    private LimitApi lever() {
        return (LimitApi) Proxy.newProxyInstance(
                LimitApi.class.getClassLoader(), new Class<?>[] {LimitApi.class}, (proxy, method, arguments) -> {
                    used.add(method.getName());
                    return method.invoke(world, arguments);
                });
    }

    private static Result make(AccountCalls calls, Call call, LimitState s) {
        calls.submit(call, s);
        List<Call.Answer> answers = calls.answers();
        assertThat(answers).hasSize(1);
        return answers.get(0).result();
    }

    private static Call call(Kind kind, int value, String tag, boolean intent) {
        return new Call(kind, "f", "f", Lever.RESERVATION, value, tag, intent);
    }

    private static LimitState limit(Life life) {
        LimitState s = new LimitState();
        s.function = "f";
        s.life = life;
        s.intent.lease = "k3f9";
        s.intent.until = START + 900_000;
        s.intent.found = 240;
        return s;
    }

    private LimitLine line(LimitEvent.Kind kind) {
        LimitState s = limit(Life.HELD);
        return LimitLine.of(new LimitEvent(kind, "f", 9, ""), s, s.intent.until, now);
    }

    /** The summaries of the alarms since the last call. */
    private List<String> alarms(AccountCalls calls) {
        return calls.alarms(now, open).stream().map(AlarmEvent::summary).toList();
    }
}
