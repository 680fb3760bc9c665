package dev.breakwater.guard.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.aws.EventBridgeChannel;
import dev.breakwater.connectors.alarms.aws.SnsChannel;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Tries each fault of the proxy on each API that sets limits or sends alerts. The results are in {@code
 * docs/faults.tsv}. After a change, rewrite it with {@code mvn -pl jobs/guard -am verify -Dtest=NoTest
 * -Dit.test=FaultDrillIT -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * -Dbreakwater.write=true}.
 */
@Tag("full")
class FaultDrillIT {

    private static final String KEY = "d".repeat(32);
    private static final List<String> THROTTLING =
            List.of("GetFunctionConcurrency", "ListTags", "TagResource", "PutFunctionConcurrency");
    private static final List<String> RELEASING = List.of("DeleteFunctionConcurrency", "UntagResource");
    /** The calls of a queue's lever in a throttle and in a release. */
    private static final List<String> QUEUES = List.of("GetEventSourceMapping", "UpdateEventSourceMapping");

    private static MotoServer server;
    private static FaultProxy mapped;
    private static PagerDutyDouble pagerDuty;
    private static EmulatedFunctions functions;
    private static AwsClients direct;
    private static String topic;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        pagerDuty = PagerDutyDouble.start();
        mapped = FaultProxy.before(server.endpoint()).answering(new EventSourceMappings(0));
        functions = new EmulatedFunctions(mapped.endpoint(), Drills.REGION);
        THROTTLING.forEach(operation -> functions.create(operation, Map.of()));
        RELEASING.forEach(operation -> functions.create(operation, Map.of()));
        // the emulator loads a service at its first call, so this call must not be timed
        direct = Drills.clients(mapped.endpoint(), Fault.PASS);
        topic = direct.build(SnsClient.builder())
                .createTopic(r -> r.name("breakwater"))
                .topicArn();
        direct.build(EventBridgeClient.builder()).listEventBuses(r -> {});
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        direct.close();
        functions.close();
        mapped.close();
        pagerDuty.close();
        server.close();
    }

    @Test
    void theTableSaysWhatHappensForEachFaultOnEachApi() throws Exception {
        List<Future<List<DrillRow>>> drills = new ArrayList<>();
        URI emulator = mapped.endpoint();
        THROTTLING.forEach(o -> drills.add(start(new ActDrill(emulator, direct, o, o, Lever.RESERVATION, false)::run)));
        RELEASING.forEach(o -> drills.add(start(new ActDrill(emulator, direct, o, o, Lever.RESERVATION, true)::run)));
        QUEUES.forEach(
                o -> drills.add(start(new ActDrill(emulator, direct, o, o + "-t", queue(o + "-t"), false)::run)));
        QUEUES.forEach(o -> drills.add(start(new ActDrill(emulator, direct, o, o + "-r", queue(o + "-r"), true)::run)));
        drills.add(start(new ListDrill(emulator)::run));
        drills.add(start(new ChannelDrill("SNS Publish", "sns:Publish", emulator, FaultDrillIT::sns)::run));
        drills.add(start(
                new ChannelDrill("EventBridge PutEvents", "events:PutEvents", emulator, FaultDrillIT::events)::run));
        URI pager = pagerDuty.endpoint();
        drills.add(
                start(new ChannelDrill("PagerDuty enqueue", "POST /v2/enqueue", pager, FaultDrillIT::pagerDuty)::run));
        String tables = FaultTable.text(rows(drills));
        assertThat(pagerDuty.refusals()).isEmpty();
        assertThat(pagerDuty.alerts())
                .allSatisfy(alert -> assertThat(alert.opened()).isEqualTo(1));
        compare(tables);
    }

    private static Lever queue(String function) {
        String queue = "arn:aws:sqs:" + Drills.REGION + ":" + Drills.ACCOUNT + ":" + function;
        String uuid = functions
                .lambda()
                .createEventSourceMapping(r -> r.functionName(function).eventSourceArn(queue))
                .uuid();
        return new Lever(LeverKind.QUEUE, uuid);
    }

    private static void compare(String tables) throws IOException {
        if (Boolean.getBoolean("breakwater.write")) {
            FaultTable.write(tables);
        }
        assertThat(tables).isEqualTo(FaultTable.shown());
    }

    private static Future<List<DrillRow>> start(Function<Fault, DrillRow> drill) {
        return threads.submit(() -> Fault.all().stream().map(drill).toList());
    }

    private static List<DrillRow> rows(List<Future<List<DrillRow>>> drills) throws InterruptedException {
        List<DrillRow> rows = new ArrayList<>();
        for (Future<List<DrillRow>> drill : drills) {
            try {
                rows.addAll(drill.get());
            } catch (ExecutionException e) {
                throw new AssertionError("a drill failed: " + e.getCause().getMessage(), e.getCause());
            }
        }
        return rows;
    }

    private static AlarmChannel sns(URI endpoint, Fault fault) {
        return new SnsChannel(Drills.clients(endpoint, fault), topic);
    }

    private static AlarmChannel events(URI endpoint, Fault fault) {
        return new EventBridgeChannel(Drills.clients(endpoint, fault), "default");
    }

    private static AlarmChannel pagerDuty(URI endpoint, Fault fault) {
        Duration timeout = Duration.ofMillis(Drills.timeout(fault));
        return HttpChannel.to(
                        new PagerDuty(endpoint.resolve("/v2/enqueue").toString(), SecretRef.NONE, false),
                        () -> KEY,
                        timeout)
                .open();
    }
}
