package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.A;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.B;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollEnumerator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollEnumeratorTest {
    private static final List<PollTarget> BOTH = List.of(PollTarget.ambient(A, REGION), PollTarget.ambient(B, REGION));
    private static final String ID_A = A + "|" + REGION;
    private static final String ID_B = B + "|" + REGION;

    private final Assignments context = new Assignments();

    @Test
    void givesEverySplitToTheFirstReaderAndNoneToOthers() {
        PollEnumerator enumerator = new PollEnumerator(context, BOTH, PollEnumerator.State.NEW);
        enumerator.start();
        context.register(1);
        enumerator.addReader(1);
        assertThat(context.assigned).isEmpty();
        assertThat(context.toldNoMore).containsExactly(1);
        assertThat(enumerator.snapshotState(1).pending()).hasSize(2);
        context.register(0);
        enumerator.addReader(0);
        assertThat(context.assigned.get(0)).containsExactly(ID_A, ID_B);
        assertThat(context.toldNoMore).contains(0);
        assertThat(enumerator.snapshotState(2).pending()).isEmpty();
        enumerator.close();
    }

    @Test
    void keepsSplitsThatComeBackAndMakesOnlyThoseThatAreNew() {
        PollEnumerator.State state = new PollEnumerator.State(List.of(), List.of(ID_A));
        PollEnumerator enumerator = new PollEnumerator(context, BOTH, state);
        enumerator.addSplitsBack(List.of(new PollSplit.All(List.of(PollSplit.fresh(BOTH.get(0))))), 0);
        PollEnumerator.State now = enumerator.snapshotState(2);
        assertThat(now.pending()).extracting(PollSplit::splitId).containsExactlyInAnyOrder(ID_A, ID_B);
        assertThat(now.known()).containsExactly(ID_A, ID_B);
        context.register(0);
        enumerator.handleSplitRequest(0, "here");
        assertThat(context.assigned.get(0)).containsExactlyInAnyOrder(ID_A, ID_B);
    }
}
