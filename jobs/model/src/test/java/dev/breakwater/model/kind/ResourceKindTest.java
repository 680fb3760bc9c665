package dev.breakwater.model.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResourceKindTest {

    private static final class Pump extends ResourceKind {

        Pump() {
            super("pump", "Pumps", "Pump", Map.of(MetricRole.CALLS, "Strokes", MetricRole.CONCURRENCY, "Pistons"));
        }

        @Override
        public Pricing pricing(PriceList prices, Scope pump, @Nullable FunctionFacts facts, double addOnNano) {
            return (strokes, milliseconds) -> strokes;
        }

        @Override
        public String arn(Scope pump) {
            return atAws(pump.key());
        }

        @Override
        public LeverKind lever() {
            return LeverKind.QUEUE;
        }
    }

    @Test
    void aNameWithoutAColonIsALambdaFunction() {
        assertThat(ResourceKind.of("checkout")).isInstanceOf(Lambda.class);
        assertThat(ResourceKind.of("us-east-1.checkout")).isInstanceOf(Lambda.class);
        assertThatThrownBy(() -> ResourceKind.of("pump:well")).hasMessage("no kind of resource is called pump");
    }

    @Test
    void aKindNamesItsResourcesAndItsMetrics() {
        ResourceKind pump = new Pump();
        assertThat(pump.named("well")).isEqualTo("pump:well");
        assertThat(pump.atAws("pump:well")).isEqualTo("well");
        assertThat(pump.metric(MetricRole.CALLS)).isEqualTo("Strokes");
        assertThat(pump.role("Pistons")).isEqualTo(MetricRole.CONCURRENCY);
        assertThat(pump.has(MetricRole.MILLISECONDS)).isFalse();
        assertThat(pump.complete()).isEqualTo(MetricRole.CALLS.bit() | MetricRole.CONCURRENCY.bit());
        assertThat(pump.fits(LeverKind.RESERVATION)).isFalse();
    }
}
