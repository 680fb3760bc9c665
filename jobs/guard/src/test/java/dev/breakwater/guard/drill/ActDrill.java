package dev.breakwater.guard.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Answer;
import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.guard.limit.LeverCalls;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs the loop on one limit through a proxy that injects a fault into one operation: first into one call, then into
 * all calls. Then the fault ends and the loop continues. Time is simulated.
 */
final class ActDrill {

    private static final int LIMIT = 5;
    private static final long MINUTE = 60_000;
    private static final Reconciler.Terms TERMS = new Reconciler.Terms("drill", Set.of(), -1);

    private final URI emulator;
    private final LeverCalls direct;
    private final String operation;
    private final String function;
    private final Lever lever;
    private final boolean returns;
    private long now = Drills.NOW;

    /**
     * @param direct    clients of the emulator, without the proxy
     * @param operation the operation of the Lambda API
     * @param function  a function that only this drill uses
     * @param lever     its limit, which is not set
     * @param returns   true for faults during a release, false for faults during a throttle
     */
    ActDrill(URI emulator, AwsClients direct, String operation, String function, Lever lever, boolean returns) {
        this.emulator = emulator;
        this.function = function;
        this.lever = lever;
        this.operation = operation;
        this.returns = returns;
        this.direct = calls(direct);
    }

    DrillRow run(Fault fault) {
        String once = scenario(fault, false).seen;
        Scenario lasting = scenario(fault, true);
        String api = "Lambda " + operation + ", during a " + (returns ? "return" : "throttle");
        return new DrillRow(api, fault, once, lasting.seen, lasting.after);
    }

    private record Scenario(String seen, String after) {}

    private Scenario scenario(Fault fault, boolean lasting) {
        try (FaultProxy proxy = FaultProxy.before(emulator);
                AwsClients clients = Drills.clients(proxy.endpoint(), fault)) {
            LeverCalls through = calls(clients);
            LimitState state = wanted(fault + "-" + lasting);
            if (returns) {
                settles(state, direct);
                state.giveBack("hold-over", 0, now);
            }
            if (lasting) proxy.always("lambda:" + operation, fault);
            else proxy.script("lambda:" + operation, fault);
            String ended = lasting ? untilItFails(state, through) + "; " : "";
            if (!lasting) settles(state, through);
            String seen = Drills.calls(proxy, "lambda:" + operation) + "; " + ended + world();
            assertThat(proxy.wasFollowed()).isFalse();
            proxy.clear();
            settles(state, through);
            String after = world();
            assertThat(after).as("%s %s", operation, fault).isIn("held at 5, tagged", "not held");
            // a change that was lost must not look like a person's change in the next surge
            if (state.life != Life.HELD) state = wanted("again");
            settles(state, direct);
            assertThat(world()).isEqualTo("held at 5, tagged");
            state.giveBack("hold-over", 0, now);
            settles(state, direct);
            assertThat(world()).isEqualTo("not held");
            return new Scenario(seen, after);
        }
    }

    private LimitState wanted(String lease) {
        LimitState state = new LimitState();
        state.function = function;
        state.lever = lever;
        state.intent.lease = lease;
        state.intent.until = now + 4 * 60 * MINUTE;
        state.intent.notAfter = now + 5 * MINUTE;
        state.want(LIMIT, "above-throttle-line", now);
        return state;
    }

    /** Runs steps until a call fails or the limit is settled. */
    private String untilItFails(LimitState state, LeverCalls calls) {
        for (long end = now + 20 * MINUTE; now < end; ) {
            Answer answer = step(state, calls);
            if (answer != null && answer.result() != Result.DONE)
                return answer.call().kind() + " " + answer.result();
            if (isSettled(state)) return "no call failed";
        }
        throw new AssertionError("nothing came of it within 20 minutes: " + state.life);
    }

    private void settles(LimitState state, LeverCalls calls) {
        for (long end = now + 20 * MINUTE; !isSettled(state); ) {
            step(state, calls);
            assertThat(now)
                    .as("%s since %s: %s", state.life, state.since, state.calls.trouble)
                    .isLessThan(end);
        }
    }

    private static boolean isSettled(LimitState state) {
        return state.life == Life.HELD || state.life == Life.FREE;
    }

    private Answer step(LimitState state, LeverCalls calls) {
        Reconciler loop = new Reconciler(TERMS, event -> {});
        Call call = loop.next(state, Reconciler.Gate.OPEN, now);
        if (call == null) {
            if (loop.isOver(state, now)) state.life = Life.FREE;
            now += 1_000;
            return null;
        }
        state.calls.callAt = now;
        Answer answer = calls.make(call, state.life == Life.RETURNING);
        loop.answered(state, answer);
        return answer;
    }

    private LeverCalls calls(AwsClients clients) {
        return new LeverCalls(
                Drills.ACCOUNT,
                Drills.REGION,
                (account, region, kind) -> AwsLeverFactory.of(kind, clients.lambda(), account, region),
                () -> now);
    }

    private String world() {
        Call read = new Call(Kind.READ, lever.target(function), function, lever, LimitValue.NONE, null, false);
        Answer answer = direct.make(read);
        assertThat(answer.result()).as("%s", answer).isEqualTo(Result.DONE);
        LimitReading reading = answer.reading();
        List<String> words = new ArrayList<>();
        words.add(reading.value() == LimitValue.NONE ? "not held" : "held at " + reading.value());
        if (reading.tag() != null) words.add("tagged");
        return String.join(", ", words);
    }
}
