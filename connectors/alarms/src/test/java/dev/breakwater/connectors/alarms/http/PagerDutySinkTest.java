package dev.breakwater.connectors.alarms.http;

import static dev.breakwater.connectors.alarms.outbox.Alarms.notice;
import static dev.breakwater.connectors.alarms.outbox.Alarms.resolve;
import static dev.breakwater.connectors.alarms.outbox.Alarms.trigger;
import static dev.breakwater.connectors.alarms.outbox.Alarms.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OpenKeys;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble.ReceivedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness's close may throw InterruptedException
class PagerDutySinkTest {

    private static final String SECRET = "c4narySecretRout1ngKey0123456789";
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final List<UndeliveredAlarm> UNHEARD = new CopyOnWriteArrayList<>();

    private final long now = WallClock.system().millis();
    private final PagerDutyDouble pagerDuty = PagerDutyDouble.start();
    private final OutboxLimits limits =
            OutboxLimits.defaults().withBackoff(Duration.ofMillis(20), Duration.ofMillis(200));

    @BeforeEach
    void forget() {
        UNHEARD.clear();
    }

    @AfterEach
    void close() {
        pagerDuty.close();
    }

    @Test
    void aJobSaysTheNewestOfEachKeyBeforeItEnds() throws Exception {
        Configuration strict = new Configuration();
        strict.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, strict);
        env.fromData(TypeInformation.of(AlarmEvent.class), trigger("k", now), update("k", "worse", now))
                .sinkTo(sink(() -> SECRET));
        env.execute();
        assertThat(pagerDuty.alert("k").opened()).isEqualTo(1);
        assertThat(pagerDuty.alert("k").summary()).isEqualTo("worse");
        assertThat(UNHEARD).isEmpty();
    }

    /** Flink's maps lose their order between tasks. */
    @Test
    void factsArriveInTheOrderGiven() throws Exception {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : List.of("approve_with", "reason", "now", "usual", "cost", "onset", "test", "incident"))
            facts.put(name, name);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        env.fromData(TypeInformation.of(AlarmEvent.class), trigger("k", now).with(facts, List.of()))
                .rebalance()
                .sinkTo(sink(() -> SECRET));
        env.execute();
        List<String> names = new ArrayList<>();
        pagerDuty
                .accepted()
                .get(0)
                .body()
                .at("/payload/custom_details")
                .fieldNames()
                .forEachRemaining(names::add);
        assertThat(names).containsExactlyElementsOf(facts.keySet());
    }

    @Test
    void triggerUpdateAndResolveArriveInOrder() throws Exception {
        try (var harness = open(sink(() -> SECRET), null)) {
            harness.processElement(trigger("k", now), 0);
            pagerDuty.await(pd -> pd.alert("k").open(), DEADLINE);
            harness.processElement(update("k", "worse", now), 0);
            pagerDuty.await(pd -> pd.alert("k").updates() == 1, DEADLINE);
            harness.processElement(resolve("k", now), 0);
            pagerDuty.await(pd -> pd.alert("k").closed() == 1, DEADLINE);
            assertThat(pagerDuty.accepted())
                    .extracting(ReceivedEvent::action)
                    .containsExactly("trigger", "trigger", "resolve");
        }
    }

    @Test
    void anAlertThatRingsAgainIsANewOneAndTheOneBeforeIsResolvedAfterIt() throws Exception {
        try (var harness = open(sink(() -> SECRET), null)) {
            harness.processElement(trigger("k", now), 0);
            pagerDuty.await(pd -> pd.alert("k").open(), DEADLINE);
            harness.processElement(update("k", "critical", now).ringing(1), 0);
            pagerDuty.await(pd -> pd.alert("k").closed() == 1, DEADLINE);
            assertThat(pagerDuty.alert("k/1").open()).isTrue();
            assertThat(pagerDuty.accepted())
                    .extracting(e -> e.action() + ' ' + e.dedupKey())
                    .containsExactly("trigger k", "trigger k/1", "resolve k");
            assertThat(pagerDuty.anomalies()).isEmpty();
        }
    }

    @Test
    void whatARememberingSinkFindsOpenWhenItStartsIsResolvedOnceToldAnew() throws Exception {
        OpenKeys.OpenKey old = new OpenKeys.OpenKey("old/2", "111122223333/eu-west-1", "shop", "checkout");
        try (var harness = open(sink(() -> SECRET).remembering(new Remembered(old)), null)) {
            harness.processElement(trigger("k", now), 0);
            pagerDuty.await(pd -> pd.accepted().size() == 2, DEADLINE);
            assertThat(pagerDuty.accepted())
                    .extracting(e -> e.action() + ' ' + e.dedupKey())
                    .containsExactly("trigger k", "resolve old/2");
            harness.processElement(resolve("k", now), 0);
            pagerDuty.await(pd -> pd.alert("k").closed() == 1, DEADLINE);
        }
        // the answer to the last event may come after the end
        assertThat(Remembered.SAID).startsWith("+k", "-old/2");
    }

    /** A ledger that contains one open key. */
    private record Remembered(OpenKeys.OpenKey old) implements OpenKeys {
        static final List<String> SAID = new CopyOnWriteArrayList<>();

        @Override
        public void opened(OpenKey key) {
            SAID.add('+' + key.key());
        }

        @Override
        public void closed(OpenKey key) {
            SAID.add('-' + key.key());
        }

        @Override
        public List<OpenKey> open() {
            return List.of(old);
        }
    }

    @Test
    void aTooManyIsRepeatedAndTheResolveFollows() throws Exception {
        pagerDuty.script(Answer.tooMany(-1), Answer.of(Answer.Kind.SERVER_ERROR), Answer.of(Answer.Kind.DROP));
        try (var harness = open(sink(() -> SECRET), null)) {
            harness.processElement(trigger("k", now), 0);
            pagerDuty.await(pd -> pd.alert("k").open(), DEADLINE);
            harness.processElement(resolve("k", now), 0);
            pagerDuty.await(pd -> pd.alert("k").closed() == 1, DEADLINE);
            assertThat(pagerDuty.calls()).isEqualTo(5);
            assertThat(pagerDuty.anomalies()).isEmpty();
        }
    }

    @Test
    void aLostAnswerLeadsToARepeatUnderTheSameKeyAndOneAlert() throws Exception {
        pagerDuty.script(Answer.of(Answer.Kind.ACCEPT_THEN_DROP));
        try (var harness = open(sink(() -> SECRET), null)) {
            harness.processElement(trigger("k", now), 0);
            pagerDuty.await(pd -> pd.accepted().size() == 2, DEADLINE);
            assertThat(pagerDuty.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.opened()).isEqualTo(1));
        }
    }

    @Test
    void aRestartSendsWhatWasUnsentAndRemembersWhatIsOpen() throws Exception {
        pagerDuty.script(Answer.pass(), Answer.of(Answer.Kind.STALL));
        OperatorSubtaskState state;
        try (var harness = open(sink(() -> SECRET), null)) {
            harness.processElement(trigger("open", now), 0);
            pagerDuty.await(pd -> pd.alert("open").open(), DEADLINE);
            harness.processElement(trigger("unsent", now), 0);
            pagerDuty.await(pd -> pd.calls() == 2, DEADLINE);
            harness.prepareSnapshotPreBarrier(1);
            state = harness.snapshot(1, 1);
        }
        assertThat(pagerDuty.accepted()).hasSize(1);
        try (var harness = open(sink(() -> SECRET), state)) {
            pagerDuty.await(pd -> pd.alert("unsent").open(), DEADLINE);
            harness.processElement(resolve("open", now), 0);
            pagerDuty.await(pd -> pd.alert("open").closed() == 1, DEADLINE);
            assertThat(pagerDuty.anomalies()).isEmpty();
        }
    }

    @Test
    void theEndOfTheInputWaitsOnlySoLongAndReportsTheRest() throws Exception {
        pagerDuty.script(Answer.of(Answer.Kind.STALL));
        OutboxLimits impatient = limits.withFlushAtMost(Duration.ofMillis(100));
        OutboxSink sink = HttpChannel.sink(
                new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, false),
                () -> SECRET,
                false,
                impatient,
                unheard -> UNHEARD.add(unheard));
        try (var harness = open(sink, null)) {
            harness.processElement(trigger("k", now), 0);
            harness.endInput();
        }
        assertThat(UNHEARD).extracting(UndeliveredAlarm::reason).containsExactly(UndeliveredAlarm.Reason.END_OF_INPUT);
    }

    @Test
    void aRefusalIsReportedWithoutTheRoutingKeyThatTheServerRepeated() throws Exception {
        pagerDuty.script(Answer.of(Answer.Kind.REFUSE));
        try (var harness = open(sink(() -> SECRET), null)) {
            harness.processElement(trigger("k", now), 0);
            harness.endInput();
        }
        assertThat(UNHEARD).singleElement().satisfies(unheard -> {
            assertThat(unheard.reason()).isEqualTo(UndeliveredAlarm.Reason.REJECTED);
            assertThat(unheard.detail()).startsWith("400 ").contains("will not take");
        });
        assertThat(UNHEARD.toString()).doesNotContain(SECRET).contains("[secret]");
        assertThat(pagerDuty.calls()).isEqualTo(1);
    }

    @Test
    void aNoticeBecomesAChangeEventAndPagesNobody() throws Exception {
        pagerDuty.script(Answer.tooMany(-1));
        OutboxSink changes = HttpChannel.sink(
                new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, true),
                () -> SECRET,
                false,
                limits,
                unheard -> UNHEARD.add(unheard));
        try (var harness = open(changes, null)) {
            harness.processElement(notice("breakwater/act/1", now), 0);
            harness.endInput();
        }
        assertThat(pagerDuty.changes()).singleElement().satisfies(change -> {
            assertThat(change.at("/payload/summary").asText()).isEqualTo("held checkout at concurrency 5");
            assertThat(change.at("/payload/custom_details/id").asText()).matches("[0-9a-f]{32}");
            assertThat(change.at("/links/0/href").asText()).startsWith("https://");
        });
        assertThat(pagerDuty.alerts()).isEmpty();
        assertThat(pagerDuty.refusals()).isEmpty();
    }

    @Test
    void alertsAndChangesStayTogetherWithinThePaceOfOneKey() {
        OutboxLimits usual = OutboxLimits.defaults();
        OutboxSink alerts = HttpChannel.sink(
                new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, false),
                () -> SECRET,
                false,
                usual,
                unheard -> {});
        OutboxSink changes = HttpChannel.sink(
                new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, true),
                () -> SECRET,
                false,
                usual,
                unheard -> {});
        assertThat(alerts.limits().perMinute()).isEqualTo(100);
        assertThat(alerts.limits().perMinute() + changes.limits().perMinute()).isLessThan(120);
    }

    @Test
    void aNoticeAmongAlarmsIsRefusedAndReported() throws Exception {
        try (var harness = open(sink(() -> SECRET), null)) {
            harness.processElement(notice("breakwater/act/1", now), 0);
            harness.endInput();
        }
        assertThat(UNHEARD).extracting(UndeliveredAlarm::reason).containsExactly(UndeliveredAlarm.Reason.REJECTED);
        assertThat(pagerDuty.calls()).isZero();
    }

    @Test
    void anOldBacklogIsReportedAndSendsNothing() throws Exception {
        try (var harness = open(sink(() -> SECRET), null)) {
            long old = now - Duration.ofDays(2).toMillis();
            harness.processElement(trigger("k".repeat(20), old), 0);
            harness.processElement(resolve("k".repeat(20), old), 0);
            harness.endInput();
        }
        assertThat(UNHEARD).extracting(UndeliveredAlarm::reason).contains(UndeliveredAlarm.Reason.STALE);
        assertThat(pagerDuty.calls()).isZero();
    }

    @Test
    void aKeyThatCannotBeReadNowDelaysAlarmsAndFailsNothing() throws Exception {
        Flaky.failures = 3;
        try (var harness = open(sink(new Flaky()), null)) {
            harness.processElement(trigger("k", now), 0);
            pagerDuty.await(pd -> pd.alert("k").open(), DEADLINE);
        }
    }

    @Test
    @SuppressWarnings("ObjectToString") // holds if the sink gets a toString, too
    void theJobGraphHoldsTheReferenceAndNotTheKey() throws IOException {
        OutboxSink sink = sink(new Flaky());
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(graph)) {
            out.writeObject(sink);
        }
        assertThat(graph.toString(StandardCharsets.ISO_8859_1) + sink).doesNotContain(SECRET);
    }

    @Test
    void aBugInAChannelFailsTheTask() throws Exception {
        OutboxSink broken = new OutboxSink(Broken::new, limits, unheard -> UNHEARD.add(unheard), WallClock.system());
        try (var harness = open(broken, null)) {
            harness.processElement(trigger("k", now), 0);
            assertThatThrownBy(harness::endInput).hasStackTraceContaining("a bug");
        }
    }

    @Test
    void aSecondWriterTakesNothingSoThatNothingGetsOutOfOrder() throws Exception {
        try (var harness = new OneInputStreamOperatorTestHarness<AlarmEvent, CommittableMessage<Object>>(
                factory(sink(() -> SECRET)), 2, 2, 1)) {
            harness.open();
            assertThatThrownBy(() -> harness.processElement(trigger("k", now), 0))
                    .hasStackTraceContaining("only the first writer");
            harness.endInput();
        }
        assertThat(pagerDuty.calls()).isZero();
    }

    private OutboxSink sink(HttpChannel.SecretSource key) {
        return HttpChannel.sink(
                new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, false),
                key,
                false,
                limits,
                unheard -> UNHEARD.add(unheard));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static SinkWriterOperatorFactory<AlarmEvent, Object> factory(Sink<AlarmEvent> sink) {
        return new SinkWriterOperatorFactory(sink);
    }

    private static OneInputStreamOperatorTestHarness<AlarmEvent, CommittableMessage<Object>> open(
            OutboxSink sink, OperatorSubtaskState state) throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<AlarmEvent, CommittableMessage<Object>>(factory(sink), 1, 1, 0);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static final class Flaky implements HttpChannel.SecretSource {
        private static volatile int failures;

        @Override
        public String resolve() {
            if (failures-- > 0) {
                throw new IllegalStateException("the store said " + System.identityHashCode(this));
            }
            return "c4narySecretRout1ngKey" + "0123456789";
        }
    }

    private static final class Broken implements AlarmChannel {
        @Override
        public Delivery deliver(AlarmEvent event) {
            throw new IllegalStateException("a bug");
        }
    }
}
