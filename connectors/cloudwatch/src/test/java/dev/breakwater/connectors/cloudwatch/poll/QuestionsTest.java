package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.Rounds.PollRange;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.kind.PriceList;
import dev.breakwater.model.kind.Pricing;
import dev.breakwater.model.kind.ResourceKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    /** A kind that has calls and errors only. */
    private static final class Pump extends ResourceKind {

        Pump() {
            super("pump", "Pumps", "Pump", Map.of(MetricRole.CALLS, "Strokes", MetricRole.ERRORS, "Leaks"));
        }

        @Override
        public Pricing pricing(PriceList prices, Scope pump, FunctionFacts facts, double addOnNano) {
            return (strokes, milliseconds) -> strokes;
        }

        @Override
        public String arn(Scope pump) {
            return pump.key();
        }

        @Override
        public LeverKind lever() {
            return LeverKind.QUEUE;
        }
    }

    @Test
    void metricsThatTheKindLacksAreNotAskedFor() {
        Questions questions = new Questions(new PollRange(1, 1, 1), new Pump());
        questions.ask("", MetricQuery.REGION);
        questions.ask("pump:well", MetricQuery.ALWAYS);
        assertThat(questions.next().queries())
                .containsExactly(
                        new MetricQuery("", MetricRole.CALLS),
                        new MetricQuery("", MetricRole.ERRORS),
                        new MetricQuery("pump:well", MetricRole.CALLS));
    }
}
