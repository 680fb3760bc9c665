package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.A;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.B;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.HOME;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollSplit;
import dev.breakwater.connectors.source.RecordCodec;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollStateTest {
    private final RecordCodec<PollSplit> splits = new RecordCodec<>("poll split", 1, PollSplit.class);
    private final RecordCodec<PollSplit.All> states = new RecordCodec<>("poll splits", 1, PollSplit.All.class);

    @Test
    void comesBackFromItsBytesAsItWas() throws IOException {
        PollSplit split = lived();
        byte[] bytes = splits.serialize(split);
        PollSplit back = splits.deserialize(1, bytes);
        assertThat(back)
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(split);
        assertThat(back.functions()).extracting(FunctionMemory.State::name).containsExactly("", "f", "g");
    }

    @Test
    void takesAboutAKilobyteForAFunction() throws IOException {
        // three metrics for sixteen minutes at nine bytes each, and five numbers
        assertThat(splits.serialize(lived()).length).isLessThan(3 * 1024);
    }

    @Test
    void refusesVersionsItDoesNotKnowAndBytesAfterTheEnd() throws IOException {
        byte[] bytes = splits.serialize(lived());
        assertThatThrownBy(() -> splits.deserialize(2, bytes)).hasMessageContaining("unknown version 2");
        assertThatThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("after its end");
        assertThatThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void allInOneComeBack() throws IOException {
        RecordCodec<PollSplit.All> all = new RecordCodec<>("poll splits", 1, PollSplit.All.class);
        PollSplit.All two =
                new PollSplit.All(List.of(lived(), PollSplit.fresh(new PollTarget(B, PollWorld.REGION, ""))));
        byte[] bytes = all.serialize(two);
        same(all.deserialize(1, bytes), two);
        assertThatThrownBy(() -> all.deserialize(2, bytes)).hasMessageContaining("unknown version 2");
        assertThatThrownBy(() -> all.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("after its end");
        assertThatThrownBy(() -> all.deserialize(1, Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("damaged");
    }

    private static void same(PollSplit.All is, PollSplit.All was) {
        assertThat(is)
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(was);
    }

    @Test
    void keepsAllAccounts() throws IOException {
        PollSplit.All state = new PollSplit.All(List.of(lived()));
        byte[] bytes = states.serialize(state);
        assertThat(states.deserialize(1, bytes))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(state);
        assertThatThrownBy(() -> states.deserialize(2, bytes)).hasMessageContaining("unknown version 2");
        assertThatThrownBy(() -> states.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("after its end");
    }

    @Test
    void takesUpAnAccountThatIsNewSinceTheCheckpointAndDropsOneThatIsGone() {
        PollSplit old = lived();
        PollingFeed feed = new PollingFeed(settings(0, 1e6, B), List.of(old));
        assertThat(feed.state()).extracting(PollSplit::splitId).containsExactly(B + "|" + PollWorld.REGION);
        assertThat(feed.state().get(0).feed().arrivalMinute())
                .isEqualTo(old.feed().arrivalMinute());
        assertThat(feed.state().get(0).functions()).hasSize(1);
    }

    private static PollSplit lived() {
        PollWorld world = new PollWorld(settings(20, 1e6, A));
        for (int m = -20; m < 10; m++) {
            world.calls(HOME, "f", m, 10 + m % 3).calls(HOME, "g", m, 4);
            world.put(HOME, "", "UnreservedConcurrentExecutions", m, 20 + m % 3, world.now());
        }
        world.live(6);
        return world.feed.state().get(0);
    }
}
