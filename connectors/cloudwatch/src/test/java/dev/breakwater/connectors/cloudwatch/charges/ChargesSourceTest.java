package dev.breakwater.connectors.cloudwatch.charges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource.ChargesApi;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class ChargesSourceTest {
    private static final ChargesSource.Reading FIRST = new ChargesSource.Reading("a", 100, 1);
    private static final ChargesSource.Reading SECOND = new ChargesSource.Reading("a", 460, 2);
    private static final ChargesSource.Reading OTHER = new ChargesSource.Reading("b", 100, 5);

    /** Rounds of answers. The last answer is repeated for ever. */
    private static final Queue<List<Answer<List<ChargesSource.Reading>>>> ROUNDS = new ConcurrentLinkedQueue<>();

    @Test
    void tellsEachReadingOnceAndGoesOnAfterARefusal() throws Exception {
        rounds(List.of(List.of(ok(FIRST)), List.of(refused()), List.of(ok(FIRST)), List.of(ok(FIRST, SECOND))));
        assertThat(first(2)).containsExactly(FIRST, SECOND);
    }

    @Test
    void theFirstCredentialsThatSeeAnAccountAreBelieved() throws Exception {
        rounds(List.of(List.of(ok(FIRST), ok(new ChargesSource.Reading("a", 100, 77), OTHER))));
        assertThat(first(2)).containsExactly(FIRST, OTHER);
    }

    private static List<ChargesSource.Reading> first(int readings) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        ChargesSource source = ChargesSource.of(
                List.of(),
                targets -> List.of(new Scripted(0), new Scripted(1)),
                Duration.ofMillis(1),
                Clock.systemUTC());
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "charges")
                .executeAndCollect(readings);
    }

    private static void rounds(List<List<Answer<List<ChargesSource.Reading>>>> rounds) {
        ROUNDS.clear();
        ROUNDS.addAll(rounds);
    }

    private static Answer<List<ChargesSource.Reading>> ok(ChargesSource.Reading... readings) {
        return Answer.of(List.of(readings));
    }

    private static Answer<List<ChargesSource.Reading>> refused() {
        return Answer.failed(AwsFailure.of(Outcome.DENIED, "AccessDenied", "no"));
    }

    /** @param place of the credentials in the round; the last one ends the round */
    private record Scripted(int place) implements ChargesApi {
        @Override
        public Answer<List<ChargesSource.Reading>> read(Instant from, Instant to) {
            List<Answer<List<ChargesSource.Reading>>> round = ROUNDS.peek();
            Answer<List<ChargesSource.Reading>> answer = place < round.size() ? round.get(place) : ok();
            if (place == 1 && ROUNDS.size() > 1) ROUNDS.poll();
            return answer;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
