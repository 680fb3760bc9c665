package dev.breakwater.connectors.lambda.act;

import static dev.breakwater.connectors.lambda.act.Requests.FUNCTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import dev.breakwater.connectors.lambda.ledger.MemoryEffectsLog;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real (embedded) cluster: acts happen for what a complete checkpoint holds, and for nothing else. */
@Timeout(120)
class ReservedConcurrencySinkTest {

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private static final AtomicReference<FakeLever> WORLD = new AtomicReference<>();
    private static final AtomicReference<MemoryEffectsLog> LOG = new AtomicReference<>();
    private static final AtomicReference<List<String>> SEEN_AT_SNAPSHOT = new AtomicReference<>();

    @BeforeEach
    void arrange() {
        WORLD.set(new FakeLever().create(FUNCTION));
        LOG.set(new MemoryEffectsLog());
        SEEN_AT_SNAPSHOT.set(null);
    }

    @Test
    void anActHappensOnlyAfterTheCheckpointThatHoldsItIsComplete() throws Exception {
        run(false);

        assertThat(SEEN_AT_SNAPSHOT.get()).as("acts before the checkpoint").isEmpty();
        assertThat(WORLD.get().reservation(FUNCTION)).isEqualTo(5);
        assertThat(LOG.get().outcomes()).containsExactly("attempt-0 APPLIED");
    }

    @Test
    void aFailureBeforeTheCheckpointLeavesNoActOfWhatWasRolledBack() throws Exception {
        run(true);

        assertThat(LOG.get().outcomes()).containsExactly("attempt-1 APPLIED");
        assertThat(WORLD.get().changes()).containsExactly("MARK checkout", "APPLY checkout 5");
    }

    @Test
    void theSinkTravelsWithItsRealPorts() {
        ReservedConcurrencySink sink = new ReservedConcurrencySink(
                ActTerms.forInterval("bw", 10_000),
                new AwsLeverFactory("http://127.0.0.1:5555", Map.of("123456789012", "arn:aws:iam::1:role/act"), ""),
                HashChainedLedger.at("var/ledger.jsonl"));
        assertThat(InstantiationUtil.isSerializable(sink)).isTrue();
    }

    private static void run(boolean failing) throws Exception {
        Configuration settings = new Configuration();
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(1);
        // far apart: the one checkpoint is that at the end of input
        env.enableCheckpointing(600_000);
        env.fromData(1)
                .process(new Decide(failing))
                .returns(ThrottleRequest.class)
                .sinkTo(new ReservedConcurrencySink(
                        ActTerms.forInterval("bw", 600_000), (account, region, kind) -> WORLD.get(), () -> LOG.get()));
        env.execute();
    }

    /** Decides once, and fails thereafter on the first attempt if it is told to. */
    private static final class Decide extends ProcessFunction<Integer, ThrottleRequest>
            implements CheckpointedFunction {

        private final boolean failing;
        private boolean decided;

        Decide(boolean failing) {
            this.failing = failing;
        }

        @Override
        public void processElement(Integer tick, Context context, Collector<ThrottleRequest> out) {
            decided = true;
            int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
            long now = System.currentTimeMillis();
            out.collect(new ThrottleRequest(
                    "attempt-" + attempt,
                    Requests.ACCOUNT,
                    Requests.REGION,
                    FUNCTION,
                    true,
                    5,
                    Reservation.NONE,
                    now + 900_000,
                    now + 600_000,
                    "inc",
                    "surge",
                    LeverKind.RESERVATION,
                    "",
                    Reservation.NONE,
                    false,
                    "",
                    ""));
            if (failing && attempt == 0) {
                throw new IllegalStateException("dies after the decision, before its checkpoint");
            }
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            // the first checkpoint after the decision is the one that holds it; when Flink takes others is its own
            // affair
            if (decided) SEEN_AT_SNAPSHOT.compareAndSet(null, WORLD.get().calls());
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // no state: a rolled-back decision leaves none
        }
    }
}
