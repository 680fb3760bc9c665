package dev.breakwater.guard.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Outbox;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Sends alarms from an outbox through a proxy that injects faults, with simulated time. For the first alarm, the fault
 * occurs once. For the second alarm, it lasts for 90 minutes, and the alarm is delivered after that.
 */
final class ChannelDrill {

    /** The outbox's patience. It is short, so that a lasting fault takes three attempts instead of sixty. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration AWAY = Duration.ofMinutes(90);

    private final String api;
    private final String operation;
    private final URI service;
    private final BiFunction<URI, Fault, AlarmChannel> channels;

    /** @param channels opens the channel to an endpoint, with a time-out that fits the fault */
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
            Outbox outbox = outbox("once-" + fault);
            String once = tell(proxy, channel, outbox, Drills.NOW);
            assertThat(once).as("%s %s", api, fault).endsWith("delivered");
            proxy.clear();
            proxy.always(operation, fault);
            outbox = outbox("lasting-" + fault);
            String lasting = tell(proxy, channel, outbox, Drills.NOW);
            assertThat(lasting).as("%s %s", api, fault).endsWith("still wanted");
            assertThat(proxy.wasFollowed()).isFalse();
            proxy.clear();
            String after = tell(proxy, channel, outbox, Drills.NOW + AWAY.toMillis());
            assertThat(after).as("%s %s", api, fault).isEqualTo("1 call, 1 done; delivered");
            return new DrillRow(api, fault, once, lasting, "it is delivered");
        }
    }

    private static Outbox outbox(String key) {
        Outbox outbox = Outbox.fresh(OutboxLimits.defaults());
        outbox.offer(alarm(key), Drills.NOW);
        return outbox;
    }

    /** Sends for a few seconds of simulated time. */
    private String tell(FaultProxy proxy, AlarmChannel channel, Outbox outbox, long begin) {
        for (long now = begin; outbox.size() > 0 && now <= begin + PATIENCE.toMillis(); now += 1_000) {
            Optional<AlarmEvent> next = outbox.next(now);
            if (next.isPresent()) outbox.settle(channel.deliver(next.get()), now);
        }
        assertThat(outbox.drainUndelivered()).isEmpty();
        return Drills.calls(proxy, operation) + "; " + (outbox.size() == 0 ? "delivered" : "still wanted");
    }

    private static AlarmEvent alarm(String key) {
        return new AlarmEvent(
                AlarmAction.TRIGGER,
                key,
                "a drill",
                Severity.INFO,
                Drills.NOW,
                new AlarmEvent.Subject(Drills.ACCOUNT + "/" + Drills.REGION, "checkout", "function", "flood"),
                Map.of());
    }
}
