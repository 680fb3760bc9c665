package dev.breakwater.connectors.alarms.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.AlarmChannel;
import dev.breakwater.connectors.alarms.AlarmEvent;
import dev.breakwater.connectors.alarms.Outbox;
import dev.breakwater.connectors.alarms.OutboxLimits;
import dev.breakwater.connectors.alarms.Unheard;
import dev.breakwater.connectors.lambda.Requests;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A channel behind its outbox, through the proxy, with time simulated: one alarm meets the fault once, another meets it
 * until it is given up, a third comes when the fault is gone.
 */
final class ChannelDrill {

    /** Short, so that a lasting fault is three attempts and not sixty. */
    private static final Duration MAX_AGE = Duration.ofSeconds(4);

    private final String api;
    private final String operation;
    private final URI service;
    private final BiFunction<URI, Fault, AlarmChannel> channels;

    /**
     * @param channels opens the channel to an endpoint, with a time-out that suits the fault
     */
    ChannelDrill(String api, String operation, URI service, BiFunction<URI, Fault, AlarmChannel> channels) {
        this.api = api;
        this.operation = operation;
        this.service = service;
        this.channels = channels;
    }

    DrillRow run(Fault fault) {
        try (FaultProxy proxy = FaultProxy.before(service);
                AlarmChannel channel = channels.apply(proxy.endpoint(), fault)) {
            proxy.script(operation, fault);
            String once = tell(proxy, channel, "once-" + fault.kind());
            assertThat(once).as("%s %s", api, fault).endsWith("delivered");
            proxy.clear();
            proxy.always(operation, fault);
            String lasting = tell(proxy, channel, "lasting-" + fault.kind());
            assertThat(lasting).as("%s %s", api, fault).contains("unheard: EXPIRED");
            assertThat(proxy.wasFollowed()).isFalse();
            proxy.clear();
            String after = tell(proxy, channel, "after-" + fault.kind());
            assertThat(after).isEqualTo("1 call, 1 done; delivered");
            return new DrillRow(api, fault.kind(), once, lasting, "the next one is delivered");
        }
    }

    private String tell(FaultProxy proxy, AlarmChannel channel, String key) {
        Outbox outbox = Outbox.fresh(limits());
        long now = Requests.NOW;
        outbox.offer(alarm(key), now);
        while (outbox.size() > 0) {
            Optional<AlarmEvent> next = outbox.next(now);
            if (next.isPresent()) {
                outbox.settle(channel.deliver(next.get()), now);
            }
            now = Math.min(outbox.wakeAt(now), now + 1_000);
        }
        List<Unheard> unheard = outbox.drainUnheard();
        String end =
                unheard.isEmpty() ? "delivered" : "unheard: " + unheard.get(0).reason();
        return Drills.calls(proxy, operation) + "; " + end;
    }

    private static OutboxLimits limits() {
        OutboxLimits usual = OutboxLimits.defaults();
        return new OutboxLimits(
                usual.maxPending(),
                usual.maxOpenKeys(),
                usual.perMinute(),
                usual.staleAfter(),
                MAX_AGE,
                usual.resolveMaxAge(),
                usual.backoff(),
                usual.flushAtMost());
    }

    private static AlarmEvent alarm(String key) {
        return new AlarmEvent(
                AlarmEvent.Action.TRIGGER,
                key,
                "a drill",
                Requests.ACCOUNT + "/" + Requests.REGION,
                AlarmEvent.Severity.INFO,
                Requests.NOW,
                "checkout",
                "function",
                "flood",
                Map.of(),
                List.of());
    }
}
