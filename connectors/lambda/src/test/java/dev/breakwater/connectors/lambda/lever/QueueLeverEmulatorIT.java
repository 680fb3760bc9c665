package dev.breakwater.connectors.lambda.lever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;

/** Tests the contract of a queue's lever through the real SDK, and AWS's refusals. */
class QueueLeverEmulatorIT extends LeverContract {

    private static MappedSources sources;

    @BeforeAll
    static void start() {
        sources = new MappedSources(0);
    }

    @AfterAll
    static void stop() {
        sources.close();
    }

    @Override
    protected LimitApi lever() {
        return sources.lever(LeverKind.QUEUE);
    }

    @Override
    protected String create(String function, Map<String, String> tags) {
        return sources.queue(function, tags);
    }

    @Override
    protected void create(String function) {
        sources.function(function, Map.of());
    }

    @Override
    protected void delete(String target) {
        sources.lambda().deleteEventSourceMapping(r -> r.uuid(target));
    }

    @Override
    protected void byHand(String target, int value) {
        ScalingConfig scaling = ScalingConfig.builder()
                .maximumConcurrency(value == LimitValue.NONE ? null : value)
                .build();
        sources.lambda().updateEventSourceMapping(r -> r.uuid(target).scalingConfig(scaling));
    }

    @Override
    protected Map<String, String> tags(String target) {
        return sources.tags(target);
    }

    @Override
    protected int least() {
        return 2;
    }

    @Test
    void whatAwsDoesNotTakeIsInvalid() {
        String mapping = sources.queue(FUNCTION, Map.of());
        assertThat(lever().apply(mapping, 1).failedAs(Outcome.INVALID)).isTrue();
        assertThat(lever().apply(mapping, 1_001).failedAs(Outcome.INVALID)).isTrue();
        sources.lambda()
                .updateEventSourceMapping(r -> r.uuid(mapping).provisionedPollerConfig(p -> p.minimumPollers(2)));
        assertThat(lever().apply(mapping, 5).failedAs(Outcome.INVALID)).isTrue();
    }

    @Test
    void aChangeUnderWayIsWaitedFor() {
        try (MappedSources slow = new MappedSources(2)) {
            String mapping = slow.queue(FUNCTION, Map.of());
            LimitApi lever = slow.lever(LeverKind.QUEUE);
            assertThat(lever.apply(mapping, 5).failedAs(Outcome.TRANSIENT)).isTrue();
            slow.state(mapping);
            slow.state(mapping);
            assertThat(lever.apply(mapping, 5).ok()).isTrue();
            // the state is unknown until the change is done
            assertThat(lever.read(mapping).value().value()).isEqualTo(LimitValue.UNREADABLE);
            slow.state(mapping);
            assertThat(lever.read(mapping).value().value()).isEqualTo(5);
        }
    }
}
