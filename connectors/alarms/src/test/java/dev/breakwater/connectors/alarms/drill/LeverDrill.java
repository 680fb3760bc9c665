package dev.breakwater.connectors.alarms.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.Lever;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The steps of a throttle or of a return in their order, through the proxy, with a fault on one operation: first on one call,
 * then on all. A step that fails ends them, as in the loop, which reads before it goes on; once the fault is gone they are made
 * again from the first.
 */
final class LeverDrill {

    private static final int LIMIT = 5;
    private static final String LEASE = "1 set=5 was=none until=2026-11-29T05:10:00Z by=drill id=k3f9 crc=7c";

    private final URI emulator;
    private final Lever world;
    private final String operation;
    private final LeverRef limit;
    private final boolean release;
    private final Map<String, Function<Lever, Answer<?>>> steps = new LinkedHashMap<>();

    /**
     * @param direct    to the emulator, past the proxy
     * @param operation of the Lambda API
     * @param limit     of a function that belongs to this drill alone; nothing is set
     * @param release   whether the faults meet a return; else a throttle
     */
    LeverDrill(URI emulator, AwsClients direct, String operation, LeverRef limit, boolean release) {
        this.emulator = emulator;
        this.limit = limit;
        this.world = lever(direct);
        this.operation = operation;
        this.release = release;
        String target = limit.target();
        steps.put("read", l -> l.read(target));
        if (release) {
            steps.put("restore", l -> l.restore(target, Reservation.NONE));
            steps.put("untag", l -> l.untag(target));
        } else {
            steps.put("tag", l -> l.tag(target, LEASE));
            steps.put("set", l -> l.apply(target, LIMIT));
        }
    }

    DrillRow run(Fault fault) {
        String api = "Lambda " + operation + ", during a " + (release ? "release" : "throttle");
        String once = scenario(fault, false);
        return new DrillRow(api, fault.kind(), once, scenario(fault, true), release ? "given back" : "held at 5, tagged");
    }

    private String scenario(Fault fault, boolean lasting) {
        try (FaultProxy proxy = FaultProxy.before(emulator);
                AwsClients clients = Drills.clients(proxy.endpoint(), fault)) {
            Lever through = lever(clients);
            if (release) {
                world.tag(limit.target(), LEASE);
                world.apply(limit.target(), LIMIT);
            }
            if (lasting) proxy.always("lambda:" + operation, fault);
            else proxy.script("lambda:" + operation, fault);
            String ended = steps(through);
            String seen = Drills.calls(proxy, "lambda:" + operation) + "; " + ended + "; " + state();
            assertThat(proxy.wasFollowed()).isFalse();
            proxy.clear();
            assertThat(steps(through)).as("%s %s", operation, fault).isEqualTo("done");
            assertThat(state()).isEqualTo(release ? "not held" : "held at 5, tagged");
            world.restore(limit.target(), Reservation.NONE);
            world.untag(limit.target());
            return seen;
        }
    }

    private String steps(Lever lever) {
        for (Map.Entry<String, Function<Lever, Answer<?>>> step : steps.entrySet()) {
            Answer<?> answer = step.getValue().apply(lever);
            if (!answer.ok()) return step.getKey() + ' ' + answer.failure().outcome();
        }
        return "done";
    }

    private Lever lever(AwsClients clients) {
        return AwsLeverFactory.of(limit.kind(), clients.lambda(), Drills.ACCOUNT, Drills.REGION);
    }

    private String state() {
        LeverState state = world.read(limit.target()).value();
        String held = state.value() == Reservation.NONE ? "not held" : "held at " + state.value();
        return held + (state.lease() == null ? "" : ", tagged");
    }
}
