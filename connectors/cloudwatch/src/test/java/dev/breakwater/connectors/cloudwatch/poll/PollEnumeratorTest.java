package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.A;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.B;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollSplit;
import dev.breakwater.connectors.source.SingleSplitSource.SingleSplitEnumerator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollEnumeratorTest {
    private static final List<PollTarget> BOTH = List.of(new PollTarget(A, REGION, ""), new PollTarget(B, REGION, ""));
    private static final String ID_A = A + "|" + REGION;
    private static final String ID_B = B + "|" + REGION;

    private final Assignments context = new Assignments();
    private final PollingSource source = PollingSource.of(
            PollSettings.of(BOTH, Duration.ofMinutes(1), Duration.ZERO, 50), AwsMetricsApi.at(""), Clock.systemUTC());

    @Test
    void givesEverySplitToTheFirstReaderAndNoneToOthers() throws Exception {
        try (var enumerator = source.createEnumerator(context)) {
            enumerator.start();
            context.register(1);
            enumerator.addReader(1);
            assertThat(context.assigned).isEmpty();
            assertThat(context.toldNoMore).containsExactly(1);
            assertThat(enumerator.snapshotState(1).pending().all()).hasSize(2);
            context.register(0);
            enumerator.addReader(0);
            assertThat(context.assigned.get(0)).containsExactly(ID_A, ID_B);
            assertThat(context.toldNoMore).contains(0);
            assertThat(enumerator.snapshotState(2).pending()).isNull();
        }
    }

    @Test
    void keepsSplitsThatComeBack() throws Exception {
        try (var enumerator = source.restoreEnumerator(context, new SingleSplitEnumerator.State<>(null))) {
            enumerator.addSplitsBack(List.of(new PollSplit.All(List.of(PollSplit.fresh(BOTH.get(0))))), 0);
            assertThat(enumerator.snapshotState(2).pending().all())
                    .extracting(PollSplit::splitId)
                    .containsExactly(ID_A);
            context.register(0);
            enumerator.handleSplitRequest(0, "here");
            assertThat(context.assigned.get(0)).containsExactly(ID_A);
        }
    }
}
