package dev.breakwater.connectors.lambda.act;

import static dev.breakwater.connectors.lambda.act.Requests.release;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.LeverKind;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class RequestWriterTest {

    @Test
    void theNewestWishAboutALimitIsKept() {
        try (RequestWriter writer = new RequestWriter(new SimpleCounter())) {
            writer.write(throttle("i-1", 5), null);
            writer.write(throttle("i-2", "mail", 7), null);
            writer.write(release("i-3"), null);
            assertThat(writer.prepareCommit())
                    .extracting(ThrottleRequest::intent)
                    .containsExactly("i-2", "i-3");
            assertThat(writer.prepareCommit()).isEmpty();
        }
    }

    /** What a person asked for is said in the same minute in which it is done. */
    @Test
    void aNoteAndTheWishThatFollowsItAreBothKept() {
        try (RequestWriter writer = new RequestWriter(new SimpleCounter())) {
            ThrottleRequest note = Requests.note("r-1", "release, by carol: taken");
            writer.write(release("i-1"), null);
            writer.write(note, null);
            writer.write(Requests.note("r-2", "hold, by carol: over: nothing is held on it"), null);
            assertThat(writer.prepareCommit())
                    .extracting(ThrottleRequest::intent)
                    .containsExactly("i-1", "r-1", "r-2");
        }
    }

    /** A queue is given back and its function is held: both or neither. */
    @Test
    void wishesAboutTwoLimitsOfOneFunctionAreBothKept() {
        try (RequestWriter writer = new RequestWriter(new SimpleCounter())) {
            ThrottleRequest queue = Requests.by(LeverKind.QUEUE, "m-1", release("i-1"));
            writer.write(queue, null);
            writer.write(throttle("i-2", 4), null);
            assertThat(writer.prepareCommit()).containsExactly(queue, throttle("i-2", 4));
        }
    }
}
