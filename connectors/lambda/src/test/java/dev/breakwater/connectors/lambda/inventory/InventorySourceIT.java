package dev.breakwater.connectors.lambda.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.AccountConcurrency;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.function.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** Tests the source in Flink with the emulator, through the real SDK. */
class InventorySourceIT {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .setConfiguration(new Configuration()
                    .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16))
                    .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16)))
            .build());

    private static final String REGION = "eu-west-1";
    private static final InventoryPace FAST = new InventoryPace(200, 1_000);
    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();

    private static MotoServer server;

    private FaultProxy proxy;
    private EmulatedFunctions human;
    private JobClient job;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.reset();
        HEARD.clear();
        proxy = FaultProxy.before(server.endpoint()).answering(AccountConcurrency.usual(), new EventSourceMappings(0));
        human = new EmulatedFunctions(proxy.endpoint(), REGION);
        human.create("checkout", Map.of("tier", "critical"));
    }

    @AfterEach
    void close() throws Exception {
        if (job != null) job.cancel().get(30, TimeUnit.SECONDS);
        human.close();
        proxy.close();
    }

    @Test
    void saysWhatAppearsChangesAndVanishes() throws Exception {
        run();
        assertThat(await("FOUND checkout")).containsSubsequence("end of time", "LIMITS 1000/1000");

        human.create("mail", Map.of());
        await("FOUND mail tags {} memory 512 reserved unknown");
        await("CHANGED mail tags {} memory 512 reserved -1");
        human.lambda().putFunctionConcurrency(r -> r.functionName("mail").reservedConcurrentExecutions(7));
        await("CHANGED mail tags {} memory 512 reserved 7");
        human.lambda().tagResource(r -> r.resource(arn("mail")).tags(Map.of("tier", "low")));
        await("CHANGED mail tags {tier=low} memory 512 reserved unknown");
        human.lambda().updateFunctionConfiguration(r -> r.functionName("mail").memorySize(1_024));
        await("CHANGED mail tags {tier=low} memory 1024 reserved unknown");
        human.lambda()
                .createEventSourceMapping(r -> r.functionName("mail")
                        .eventSourceArn("arn:aws:sqs:eu-west-1:" + MotoServer.ACCOUNT + ":orders")
                        .scalingConfig(s -> s.maximumConcurrency(20)));
        await("CHANGED mail tags {tier=low} memory 1024 reserved 7 fed by orders at most 20");
        human.lambda().deleteFunction(r -> r.functionName("mail"));
        await("GONE mail");
    }

    @Test
    void whatIsMarkedIsReadAgainAndAgainWithItsValue() throws Exception {
        Map<String, String> mark = Map.of(OwnTags.LEASE, "1 set=9");
        human.lambda().tagResource(r -> r.resource(arn("checkout")).tags(mark));
        human.lambda().putFunctionConcurrency(r -> r.functionName("checkout").reservedConcurrentExecutions(9));
        run();
        await("MARKED checkout 9 1 set=9");
        await("MARKED checkout 9 1 set=9");
        human.lambda().untagResource(r -> r.resource(arn("checkout")).tagKeys(OwnTags.LEASE));
        await("MARKED checkout 9 null");
    }

    @Test
    void aDeniedPermissionIsAGapAndTheRestGoesOn() throws Exception {
        proxy.always("lambda:ListTags", Fault.DENIED)
                .always("tagging:GetResources", Fault.DENIED)
                .always("lambda:ListEventSourceMappings", Fault.DENIED)
                .always("lambda:GetAccountSettings", Fault.DENIED);
        run();
        List<String> heard = await("CHANGED checkout tags unknown memory 512 reserved -1");
        assertThat(heard)
                .anyMatch(w -> w.startsWith("GAP lambda:ListTags: AccessDenied"))
                .anyMatch(w -> w.startsWith("GAP tag:GetResources: AccessDenied"))
                .anyMatch(w -> w.startsWith("GAP lambda:ListEventSourceMappings: AccessDenied"))
                .anyMatch(w -> w.startsWith("GAP lambda:GetAccountSettings: AccessDenied"));

        proxy.always("lambda:ListFunctions", Fault.DENIED);
        await("GAP lambda:ListFunctions: AccessDenied");
        proxy.clear();
        heard = await("CHANGED checkout tags {tier=critical} memory 512 reserved unknown");
        heard.addAll(await("GAP_CLOSED lambda:ListFunctions"));
        assertThat(heard).noneMatch(w -> w.startsWith("GONE"));
    }

    @Test
    void afterAFailureOnlyWhatChangedSinceTheCheckpointIsSaidAgain() throws Exception {
        human.create("fail-once", Map.of());
        Listener.fails = false;
        run();
        await("CHANGED fail-once");
        // the checkpoint that remembers both comes before the change that makes the listener fail
        Listener.awaitCheckpoints(2);
        Listener.fails = true;
        human.lambda().putFunctionConcurrency(r -> r.functionName("fail-once").reservedConcurrentExecutions(3));
        await("failing");
        List<String> heard = await("CHANGED fail-once tags {} memory 512 reserved 3");
        human.create("late", Map.of());
        heard.addAll(await("FOUND late"));
        assertThat(heard).noneMatch(w -> w.startsWith("FOUND checkout") || w.startsWith("FOUND fail-once"));
    }

    @Test
    void everyCallThatIsMadeIsInTheListOfCalls() throws Exception {
        run();
        await("CHANGED checkout");
        assertThat(proxy.calls())
                .extracting(FaultProxy.SeenCall::operation)
                .contains("lambda:ListFunctions", "tagging:GetResources", "lambda:GetFunctionConcurrency")
                .contains("lambda:GetAccountSettings", "lambda:ListEventSourceMappings");
    }

    private void run() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration()
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1)
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1)));
        env.setParallelism(1);
        env.enableCheckpointing(50);
        String endpoint = proxy.endpoint().toString();
        InventoryPlace place = new InventoryPlace(MotoServer.ACCOUNT, new AwsSettings(REGION, endpoint, "", 20_000));
        env.fromSource(
                        InventorySource.of(List.of(place), InventorySourceIT::directory, FAST),
                        WatermarkStrategy.noWatermarks(),
                        "inventory")
                .transform("listen", InventoryChange.typeInformation(), new Listener());
        job = env.executeAsync();
    }

    /**
     * Opens the directory like the source, but with other credentials and without the pace of the real control plane.
     */
    private static PlaceDirectory directory(InventoryPlace place) {
        AwsClients clients = new AwsClients(place.settings(), Map.of(), EmulatedFunctions.credentials());
        MarkedLimits tags = MarkedLimits.of(clients.build(ResourceGroupsTaggingApiClient.builder()));
        return new LambdaPlaceDirectory(clients.lambda(), tags, place.account(), place.region());
    }

    /** Reads until a line begins like this, and returns the lines up to there. */
    private static List<String> await(String beginning) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        while (heard.isEmpty() || !heard.get(heard.size() - 1).startsWith(beginning)) {
            String word = HEARD.poll(30, TimeUnit.SECONDS);
            assertThat(word).as("waiting for " + beginning + " after " + heard).isNotNull();
            heard.add(word);
        }
        return heard;
    }

    private static String arn(String function) {
        return "arn:aws:lambda:" + REGION + ":" + MotoServer.ACCOUNT + ":function:" + function;
    }

    private static String word(InventoryChange change) {
        if (change.sighting() != null) {
            Sighting seen = change.sighting();
            return "MARKED " + change.scope().key() + " " + seen.value() + " " + seen.tag();
        }
        if (change.seen() == null) {
            String word = Rounds.word(change);
            return change.kind() == InventoryChange.Kind.GAP ? "GAP " + change.text() : word;
        }
        InventoryChange.Seen seen = change.seen();
        FunctionFacts f = seen.facts();
        String fed = seen.triggers() == null || seen.triggers().isEmpty()
                ? ""
                : " fed by " + seen.triggers().get(0).source().replaceAll(".*:", "") + " at most "
                        + seen.triggers().get(0).maximumConcurrency();
        return change.kind() + " " + change.scope().key() + " tags "
                + (f.tagsRead() ? f.tags() : "unknown") + " memory "
                + f.memoryMb() + " reserved "
                + (f.reservation().sensedAt() >= 0 ? f.reservation().previous() : "unknown") + fed;
    }

    /** Records changes and watermarks. Fails once at a change of "fail-once". */
    private static final class Listener extends AbstractStreamOperator<InventoryChange>
            implements OneInputStreamOperator<InventoryChange, InventoryChange> {
        private static final long serialVersionUID = 1L;

        private static volatile boolean fails;
        private static final BlockingQueue<Long> CHECKPOINTS = new LinkedBlockingQueue<>();

        static void awaitCheckpoints(int count) throws InterruptedException {
            CHECKPOINTS.clear();
            for (int n = 0; n < count; n++)
                assertThat(CHECKPOINTS.poll(30, TimeUnit.SECONDS)).isNotNull();
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) throws Exception {
            super.notifyCheckpointComplete(checkpoint);
            CHECKPOINTS.add(checkpoint);
        }

        @Override
        public void processElement(StreamRecord<InventoryChange> element) {
            InventoryChange change = element.getValue();
            if (fails && change.scope().key().equals("fail-once")) {
                fails = false;
                HEARD.add("failing");
                throw new IllegalStateException("asked to fail");
            }
            HEARD.add(word(change));
        }

        @Override
        public void processWatermark(Watermark mark) {
            HEARD.add(mark.getTimestamp() == Long.MAX_VALUE ? "end of time" : "mark");
        }
    }
}
