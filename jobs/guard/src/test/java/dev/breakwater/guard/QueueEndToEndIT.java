package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.lambda.inventory.InventorySource;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.live.FirstInventory;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.function.OwnTags;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;

/**
 * Functions that queues feed. The surge is limited at the queue, and the queue gets back exactly the limit that it had.
 */
@ExtendWith(AwsKeys.class)
class QueueEndToEndIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final String REGION = MetricStreamFiles.REGION;
    private static final int DAY = 1440;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String[] ALL = {"none-before", "value-before", "changed-by-hand"};

    @TempDir
    Path folder;

    private final MetricStreamFiles recordings = new MetricStreamFiles(ACCOUNT);
    private final Map<String, String> mappings = new HashMap<>();
    private MotoServer aws;
    private FaultProxy proxy;
    private EmulatedFunctions lambda;
    private JobClient job;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        // a change takes some time, as on AWS: two reads show it in progress
        proxy = FaultProxy.before(aws.endpoint()).answering(new EventSourceMappings(2));
        lambda = new EmulatedFunctions(proxy.endpoint(), REGION);
        for (String function : ALL) {
            lambda.create(function, Map.of());
            String queue = "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":" + function;
            mappings.put(
                    function,
                    lambda.lambda()
                            .createEventSourceMapping(
                                    r -> r.functionName(function).eventSourceArn(queue))
                            .uuid());
        }
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        lambda.close();
        proxy.close();
        aws.close();
    }

    @Tag("full") // this takes minutes, because the lever goes through a whole lease
    @Test
    void holdsTheQueueAndRestoresExactlyWhatWasFound() throws Exception {
        set("value-before", 40);
        long now = Clock.systemUTC().millis() / 60_000 - 80;
        recordings.minutes(now - 3 * DAY, now, m -> 300, ALL).into(folder.resolve("landing"), "1-history.jsonl");
        run();
        recordings.minutes(now, now + 4, m -> 12_000, ALL).into(folder.resolve("landing"), "2-flood.jsonl");
        // headroom 1.5 x a peak of 3 instances
        Waiting.until(
                () -> most("none-before") == 5 && most("value-before") == 5 && most("changed-by-hand") == 5, PATIENCE);
        assertThat(tags("value-before").get(OwnTags.LEASE)).contains(" set=5 was=40 ", " by=test ");
        assertThat(tags("none-before").get(OwnTags.LEASE)).contains(" set=5 was=none ");
        set("changed-by-hand", 33);
        recordings.minutes(now + 4, now + 75, m -> 300, ALL).into(folder.resolve("landing"), "3-calm.jsonl");
        Waiting.until(() -> most("none-before") == -1 && most("value-before") == 40, PATIENCE);
        Waiting.until(() -> List.of(ALL).stream().allMatch(f -> tags(f).isEmpty()), PATIENCE);
        assertThat(most("changed-by-hand")).isEqualTo(33);
        for (String function : ALL) {
            assertThat(lambda.lambda()
                            .getFunctionConcurrency(r -> r.functionName(function))
                            .reservedConcurrentExecutions())
                    .isNull();
        }
        assertThat(LocalJob.isWhole(folder)).isTrue();
        assertThat(LocalJob.done(folder))
                .filteredOn(e -> e.is(LedgerEntry.Kind.SET))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.limit().lever()).isEqualTo("queue"))
                .noneMatch(e -> e.change().outcome().equals("refused"));
    }

    private void run() throws Exception {
        var env = LocalJob.live(2, folder.resolve("checkpoints"), Duration.ofMillis(500));
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(200)));
        String endpoint = proxy.endpoint().toString();
        var inventory = InventorySource.of(
                List.of(new InventoryPlace(ACCOUNT, AwsSettings.of(REGION, endpoint, ""))), InventoryPace.every(5_000));
        var act = LocalJob.acts(folder, new EmulatorLevers(proxy.endpoint()), "test");
        Ports ports = new Ports(
                        List.of(new Ports.Feed(Stage.SOURCE, source)),
                        Optional.of(inventory),
                        Optional.of(act),
                        List.of(),
                        Optional.empty(),
                        folder.toString())
                .withWatched(LocalJob.watched(ACCOUNT));
        WatchedPlace place = new WatchedPlace(ACCOUNT, REGION, "", "", "", endpoint);
        FirstInventory first = FirstInventory.read(List.of(place), Map.of());
        assertThat(first.fleet().values())
                .hasSize(3)
                .as("none can be held before its queue is known")
                .allMatch(f -> !f.tagsRead() || f.triggers().all().size() == 1);
        GuardSettings books = Books.live(ACCOUNT, Map.of());
        SurgeGuardJob.build(
                env,
                SettingsOf.books(
                        books.first().policies(), books.control(), books.prices(), first.fleet(), books.recording()),
                ports);
        job = env.executeAsync("queue-end-to-end");
    }

    private void set(String function, int value) {
        String uuid = mappings.get(function);
        // wait until the last change is complete, as a person would
        Waiting.until(
                () -> lambda.lambda()
                        .getEventSourceMapping(r -> r.uuid(uuid))
                        .state()
                        .equals("Enabled"),
                PATIENCE);
        lambda.lambda()
                .updateEventSourceMapping(r -> r.uuid(uuid)
                        .scalingConfig(ScalingConfig.builder()
                                .maximumConcurrency(value)
                                .build()));
    }

    private int most(String function) {
        ScalingConfig scaling = lambda.lambda()
                .getEventSourceMapping(r -> r.uuid(mappings.get(function)))
                .scalingConfig();
        return scaling == null || scaling.maximumConcurrency() == null ? -1 : scaling.maximumConcurrency();
    }

    private Map<String, String> tags(String function) {
        String arn = "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":event-source-mapping:" + mappings.get(function);
        return lambda.lambda().listTags(r -> r.resource(arn)).tags();
    }
}
