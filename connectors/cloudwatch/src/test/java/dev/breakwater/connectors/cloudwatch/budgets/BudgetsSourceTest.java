package dev.breakwater.connectors.cloudwatch.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class BudgetsSourceTest {
    private static final AwsBudget LOW = budget(1);
    private static final AwsBudget HIGH = budget(2);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(6_059), ZoneOffset.UTC);

    /** Answers, the last of which is given for ever. */
    private static final Queue<Answer<List<AwsBudget>>> ANSWERS = new ConcurrentLinkedQueue<>();

    @Test
    void tellsAllBudgetsAgainAndAgainAndGoesOnAfterARefusal() throws Exception {
        ANSWERS.clear();
        ANSWERS.add(Answer.of(List.of(LOW)));
        ANSWERS.add(Answer.failed(AwsFailure.of(Outcome.DENIED, "AccessDenied", "no")));
        ANSWERS.add(Answer.failed(AwsFailure.of(Outcome.THROTTLED, "Throttling", "slow")));
        ANSWERS.add(Answer.of(List.of()));
        ANSWERS.add(Answer.of(List.of(HIGH)));
        assertThat(first(3)).containsExactly(reading(LOW), reading(), reading(HIGH));
    }

    @Test
    void anAnswerThatCannotBeUnderstoodLeavesOutNobodyElse() throws Exception {
        ANSWERS.clear();
        ANSWERS.add(Answer.of(List.of(LOW)));
        assertThat(first(2, new Garbled(), new Scripted())).containsExactly(reading(LOW), reading(LOW));
    }

    private static List<BudgetsSource.Reading> first(int readings) throws Exception {
        return first(readings, new Scripted());
    }

    private static List<BudgetsSource.Reading> first(int readings, BudgetsApi... apis) throws Exception {
        Configuration c = new Configuration().set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, c);
        BudgetsSource source = BudgetsSource.of(
                List.of(new BudgetsSource.Target("a", "")), targets -> List.of(apis), Duration.ofMillis(1), CLOCK);
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "budgets")
                .executeAndCollect(readings);
    }

    private static BudgetsSource.Reading reading(AwsBudget... budgets) {
        return new BudgetsSource.Reading("a", 100, List.of(budgets));
    }

    private static AwsBudget budget(long amount) {
        List<AwsBudget.Filter> filters = List.of(new AwsBudget.Filter("Service", List.of("AWS Lambda")));
        return new AwsBudget("b", "COST", "MONTHLY", "USD", amount, filters, "", 0, 9, -1, 3);
    }

    /** Throws what a bug or garbage would. */
    private record Garbled() implements BudgetsApi, java.io.Serializable {
        @Override
        public String account() {
            return "garbled";
        }

        @Override
        public Answer<List<AwsBudget>> read(Instant now) {
            throw new NumberFormatException("NaN");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private record Scripted() implements BudgetsApi, java.io.Serializable {
        @Override
        public String account() {
            return "a";
        }

        @Override
        public Answer<List<AwsBudget>> read(Instant now) {
            return ANSWERS.size() > 1 ? ANSWERS.poll() : ANSWERS.peek();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
