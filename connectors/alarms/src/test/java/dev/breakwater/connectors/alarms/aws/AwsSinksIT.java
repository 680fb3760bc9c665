package dev.breakwater.connectors.alarms.aws;

import static dev.breakwater.connectors.alarms.outbox.Alarms.notice;
import static dev.breakwater.connectors.alarms.outbox.Alarms.resolve;
import static dev.breakwater.connectors.alarms.outbox.Alarms.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.alarms.outbox.SinkHarness;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.model.AccountFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Tests the sinks on the emulator. Queues subscribe to the topic and the bus. */
@SuppressWarnings("try") // the harness's close may throw InterruptedException
@ExtendWith(AwsKeys.class)
class AwsSinksIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /**
     * A timeout that even a busy machine must not reach, because the stalled call would be repeated. No test waits for
     * it.
     */
    private static final int TIMEOUT = 60_000;

    private static final List<UndeliveredAlarm> UNHEARD = new CopyOnWriteArrayList<>();

    private static MotoServer server;
    private static AwsClients clients;
    private static SqsClient sqs;

    private final long now = WallClock.system().millis();
    private String queue;
    private String queueArn;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        clients = AwsChannels.clients(server.endpoint(), TIMEOUT);
        sqs = clients.build(SqsClient.builder());
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    @BeforeEach
    void queue() {
        server.reset();
        UNHEARD.clear();
        queue = sqs.createQueue(r -> r.queueName("heard")).queueUrl();
        queueArn = "arn:aws:sqs:" + AwsChannels.REGION + ":" + MotoServer.ACCOUNT + ":heard";
    }

    @Test
    void anAlarmOnSnsIsHeardAsACloudWatchAlarmWithAttributesToFilterBy() throws Exception {
        String topic = topic();
        List<JsonNode> heard = new ArrayList<>();
        try (var harness = SinkHarness.open(sink(AwsChannels.sns(server.endpoint(), topic, TIMEOUT)))) {
            harness.processElement(trigger("breakwater/1", now), 0);
            heard.addAll(heard(1));
            harness.processElement(resolve("breakwater/1", now), 0);
            harness.endInput();
        }
        heard.addAll(heard(1));
        JsonNode first = JSON.readTree(heard.get(0).path("Message").asText());
        assertThat(first.path("NewStateValue").asText()).isEqualTo("ALARM");
        assertThat(first.at("/Trigger/Namespace").asText()).isEqualTo("Breakwater");
        JsonNode second = JSON.readTree(heard.get(1).path("Message").asText());
        assertThat(second.path("NewStateValue").asText()).isEqualTo("OK");
        assertThat(second.path("AlarmName")).isEqualTo(first.path("AlarmName"));
        JsonNode attributes = heard.get(0).path("MessageAttributes");
        assertThat(attributes.at("/dedup_key/Value").asText()).isEqualTo("breakwater/1");
        assertThat(attributes.at("/state/Value").asText()).isEqualTo("ALARM");
        assertThat(attributes.at("/function/Value").asText()).isEqualTo("checkout");
        assertThat(UNHEARD).isEmpty();
    }

    @Test
    void alarmsAndActsOnTheBusMatchRulesBySourceAndDetailType() throws Exception {
        rule("{\"source\":[\"dev.breakwater\"],\"detail-type\":[\"Breakwater Alarm Raised\"," + "\"Breakwater Act\"]}");
        List<JsonNode> heard = new ArrayList<>();
        try (var harness = SinkHarness.open(sink(AwsChannels.events(server.endpoint(), "default", TIMEOUT)))) {
            harness.processElement(trigger("breakwater/1", now), 0);
            heard.addAll(heard(1));
            harness.processElement(resolve("breakwater/1", now), 0);
            harness.processElement(notice("breakwater/act/1", now), 0);
            harness.endInput();
        }
        heard.addAll(heard(1));
        assertThat(heard).extracting(e -> e.at("/detail/action").asText()).containsExactly("trigger", "notice");
        assertThat(heard)
                .allSatisfy(e -> assertThat(e.at("/detail/account").asText()).isEqualTo("111122223333"));
        assertThat(UNHEARD).isEmpty();
    }

    @Test
    void keyFiguresAreMetricsOfTheAccountAndNeverOfAFunction() throws Exception {
        CloudWatchMetricsSink sink = new CloudWatchMetricsSink(
                AwsChannels.figures(server.endpoint()), limits().backoff(), WallClock.system());
        try (var harness = SinkHarness.open(sink)) {
            harness.processElement(
                    new AccountFigures(now, "111122223333", "eu-west-1", 2, 1, 61_500_000_000L, 90_000), 0);
            harness.processElement(new AccountFigures(now, "444455556666", "eu-west-1", 0, 0, 0, 30_000), 0);
            harness.endInput();
        }
        CloudWatchClient cloudWatch = clients.build(CloudWatchClient.builder());
        List<Metric> metrics =
                cloudWatch.listMetrics(r -> r.namespace("Breakwater")).metrics();
        assertThat(metrics)
                .hasSize(8)
                .extracting(Metric::metricName)
                .contains("IncidentsOpen", "ThrottlesHeld", "ExcessUsdPerHour", "LagSeconds");
        assertThat(metrics)
                .flatExtracting(Metric::dimensions)
                .extracting(d -> d.name())
                .containsOnly("Account", "Region");
    }

    @Test
    void aJobTellsBothThroughTheSinksAsTheyAreWired() throws Exception {
        rule("{\"source\":[\"dev.breakwater\"]}");
        String endpoint = server.endpoint().toString();
        AwsSettings settings = AwsSettings.of(AwsChannels.REGION, endpoint, "");
        UndeliveredAlarm.Log log = unheard -> UNHEARD.add(unheard);
        Configuration strict = new Configuration();
        strict.set(PipelineOptions.GENERIC_TYPES, false);
        var env = StreamExecutionEnvironment.createLocalEnvironment(1, strict);
        var alarms = env.fromData(TypeInformation.of(AlarmEvent.class), trigger("breakwater/1", now));
        alarms.sinkTo(SnsChannel.sink(topic(), endpoint, "", limits(), log));
        alarms.sinkTo(EventBridgeChannel.sink("default", settings, limits(), log));
        AccountFigures figures = new AccountFigures(now, "111122223333", "eu-west-1", 2, 1, 61_500_000_000L, 90_000);
        env.fromData(TypeInformation.of(AccountFigures.class), figures).sinkTo(CloudWatchMetricsSink.create(settings));
        env.execute();
        assertThat(heard(2)).extracting(e -> e.has("detail-type")).containsExactlyInAnyOrder(true, false);
        CloudWatchClient cloudWatch = clients.build(CloudWatchClient.builder());
        assertThat(cloudWatch.listMetrics(r -> r.namespace("Breakwater")).metrics())
                .hasSize(4);
        assertThat(UNHEARD).isEmpty();
    }

    @Test
    void aTopicThatStallsHoldsUpNoOtherChannel() throws Exception {
        rule("{\"source\":[\"dev.breakwater\"]}");
        try (FaultProxy proxy = FaultProxy.before(server.endpoint()).always("sns:Publish", Fault.STALL);
                var stalled = SinkHarness.open(sink(AwsChannels.sns(proxy.endpoint(), topic(), TIMEOUT)));
                var other = SinkHarness.open(sink(AwsChannels.events(proxy.endpoint(), "default", TIMEOUT)))) {
            for (int i = 0; i < 20; i++) {
                stalled.processElement(trigger("breakwater/" + i, now), 0);
                other.processElement(trigger("breakwater/" + i, now), 0);
            }
            other.endInput();
            assertThat(proxy.calls("events:PutEvents")).hasSize(20);
            assertThat(proxy.calls("sns:Publish")).hasSize(1);
            assertThat(heard(20)).hasSize(20);
            // otherwise, closing would wait for the stalled call
            proxy.close();
        }
    }

    private String topic() {
        SnsClient sns = clients.build(SnsClient.builder());
        String topic = sns.createTopic(r -> r.name("breakwater")).topicArn();
        sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(queueArn));
        return topic;
    }

    private void rule(String pattern) {
        EventBridgeClient events = clients.build(EventBridgeClient.builder());
        events.putRule(r -> r.name("heard").eventPattern(pattern));
        Target target = Target.builder().id("1").arn(queueArn).build();
        events.putTargets(r -> r.rule("heard").targets(target));
    }

    private static OutboxLimits limits() {
        return OutboxLimits.defaults().withBackoff(Duration.ofMillis(20), Duration.ofMillis(200));
    }

    private static OutboxSink sink(AlarmChannel.Source channel) {
        return new OutboxSink(channel, limits(), unheard -> UNHEARD.add(unheard), WallClock.system());
    }

    /** Waits until the queue has this many messages, and returns their bodies. */
    private List<JsonNode> heard(int count) throws Exception {
        List<JsonNode> heard = new ArrayList<>();
        await(() -> {
            for (Message message : sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10))
                    .messages()) {
                heard.add(parse(message.body()));
            }
            return heard.size() >= count;
        });
        return heard;
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited " + PATIENCE).isLessThan(deadline);
        }
    }
}
