package dev.breakwater.connectors.alarms.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.ActCommitter;
import dev.breakwater.connectors.lambda.act.ActTerms;
import dev.breakwater.connectors.lambda.act.Requests;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.MemoryEffectsLog;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.Lever;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The committer that acts, through the proxy, with a fault on one operation: first on one call, then on all; then the
 * fault goes and the wish is stated again, as the job does with every tick.
 */
final class ActDrill {

    private static final int LIMIT = 5;
    private static final long BUDGET_MILLIS = 60_000;

    private final URI emulator;
    private final Lever world;
    private final String operation;
    private final LeverRef limit;
    private final boolean release;

    /**
     * @param direct    to the emulator, past the proxy
     * @param operation of the Lambda API
     * @param limit     of a function that belongs to this drill alone; nothing is set
     * @param release   whether the faults meet a release; else a throttle
     */
    ActDrill(URI emulator, AwsClients direct, String operation, LeverRef limit, boolean release) {
        this.emulator = emulator;
        this.limit = limit;
        this.world = lever(direct);
        this.operation = operation;
        this.release = release;
    }

    DrillRow run(Fault fault) {
        String once = scenario(fault, false).seen;
        Scenario lasting = scenario(fault, true);
        String api = "Lambda " + operation + ", during a " + (release ? "release" : "throttle");
        return new DrillRow(api, fault.kind(), once, lasting.seen, lasting.after);
    }

    private record Scenario(String seen, String after) {}

    private Scenario scenario(Fault fault, boolean lasting) {
        String intent = fault.kind() + (lasting ? "-lasting" : "-once");
        try (FaultProxy proxy = FaultProxy.before(emulator);
                AwsClients clients = Drills.clients(proxy.endpoint(), fault)) {
            Lever through = lever(clients);
            MemoryEffectsLog log = new MemoryEffectsLog();
            if (release) {
                commit(world, log, throttle("before-" + intent));
            }
            ThrottleRequest wish = release ? release(intent) : throttle(intent);
            set(proxy, fault, lasting);
            commit(through, log, wish);
            String seen = Drills.calls(proxy, "lambda:" + operation) + "; " + outcomes(log, intent) + "; "
                    + state(world.read(limit.target()).value());
            assertThat(proxy.wasFollowed()).isFalse();
            proxy.clear();
            commit(through, log, wish);
            check(log, intent);
            String after = outcomes(log, intent);
            // what was lost on the way must not be taken for a human's hand when the next surge comes
            commit(world, log, throttle("again-" + intent));
            assertThat(world.read(limit.target()).value().limit()).as(intent).isEqualTo(LIMIT);
            commit(world, log, release("end-" + intent));
            assertThat(world.read(limit.target()).value())
                    .isEqualTo(LeverState.of(Reservation.NONE, MarkReading.absent()));
            return new Scenario(seen, after);
        }
    }

    private void set(FaultProxy proxy, Fault fault, boolean lasting) {
        if (lasting) {
            proxy.always("lambda:" + operation, fault);
        } else {
            proxy.script("lambda:" + operation, fault);
        }
    }

    /** Whatever happened: once the fault is gone the world is as wished, and the ledger says so once. */
    private void check(MemoryEffectsLog log, String intent) {
        LeverState state = world.read(limit.target()).value();
        EffectOutcome done = release ? EffectOutcome.RELEASED : EffectOutcome.APPLIED;
        assertThat(state.limit()).as(intent).isEqualTo(release ? Reservation.NONE : LIMIT);
        assertThat(state.mark().kind())
                .as(intent)
                .isEqualTo(release ? MarkReading.Kind.ABSENT : MarkReading.Kind.PRESENT);
        assertThat(log.lines())
                .as(intent)
                .filteredOn(effect -> effect.intent().equals(intent) && effect.outcome() == done)
                .hasSizeLessThanOrEqualTo(1);
    }

    private static void commit(Lever lever, MemoryEffectsLog log, ThrottleRequest wish) {
        ActTerms terms = new ActTerms("drill", BUDGET_MILLIS);
        try (ActCommitter committer = new ActCommitter(
                terms, new FakeClock(Requests.NOW), (account, region, kind) -> lever, () -> log, effect -> {})) {
            committer.commit(List.of(new Wish(wish)));
        } catch (IOException e) {
            throw new AssertionError("a ledger in memory does not fail", e);
        }
    }

    private Lever lever(AwsClients clients) {
        return AwsLeverFactory.of(limit.kind(), clients.lambda(), Requests.ACCOUNT, Requests.REGION);
    }

    private ThrottleRequest throttle(String intent) {
        String function = limit.function().function();
        return Requests.by(limit.kind(), limit.mapping(), Requests.throttle(intent, function, LIMIT));
    }

    private ThrottleRequest release(String intent) {
        String function = limit.function().function();
        return Requests.by(limit.kind(), limit.mapping(), Requests.release(intent, function));
    }

    private static String outcomes(MemoryEffectsLog log, String intent) {
        return log.lines().stream()
                .filter(effect -> effect.intent().equals(intent))
                .map(Effect::outcome)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    private static String state(LeverState state) {
        String limit = state.limit() == Reservation.NONE ? "not held" : "held at " + state.limit();
        return limit + (state.mark().kind() == MarkReading.Kind.PRESENT ? ", marked" : "");
    }
}
