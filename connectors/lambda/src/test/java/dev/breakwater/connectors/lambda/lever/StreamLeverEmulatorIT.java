package dev.breakwater.connectors.lambda.lever;

import static dev.breakwater.connectors.lambda.lever.LeverContract.FUNCTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests pausing a stream through the real SDK. The lever has only the states paused and running. */
class StreamLeverEmulatorIT {

    private static MappedSources sources;

    private LimitApi lever;
    private String mapping;

    @BeforeAll
    static void start() {
        sources = new MappedSources(0);
    }

    @AfterAll
    static void stop() {
        sources.close();
    }

    @BeforeEach
    void arrange() {
        lever = sources.lever(LeverKind.STREAM);
        mapping = sources.stream(FUNCTION, Map.of("team", "shop"));
    }

    @Test
    void pausesAndResumes() {
        assertThat(lever.tag(mapping, "1 some lease").ok()).isTrue();
        assertThat(lever.apply(mapping, 0).ok()).isTrue();
        assertThat(sources.state(mapping)).isEqualTo("Disabled");
        assertThat(sources.tags(mapping)).containsEntry(OwnTags.LEASE, "1 some lease");
        assertThat(lever.read(mapping).value().value()).isZero();

        assertThat(lever.restore(mapping, LimitValue.NONE).ok()).isTrue();
        assertThat(lever.untag(mapping).ok()).isTrue();
        assertThat(sources.state(mapping)).isEqualTo("Enabled");
        assertThat(sources.tags(mapping)).containsExactly(Map.entry("team", "shop"));
    }

    @Test
    void whatAHumanPausedBeforeIsGivenBackPaused() {
        sources.lambda().updateEventSourceMapping(r -> r.uuid(mapping).enabled(false));
        assertThat(lever.restore(mapping, 0).ok()).isTrue();
        assertThat(sources.state(mapping)).isEqualTo("Disabled");
    }

    @Test
    void aChangeUnderWayCannotBeTold() {
        try (MappedSources slow = new MappedSources(1)) {
            String mapping = slow.stream(FUNCTION, Map.of());
            LimitApi slowly = slow.lever(LeverKind.STREAM);
            assertThat(slow.state(mapping)).isEqualTo("Creating");
            assertThat(slow.state(mapping)).isEqualTo("Enabled");
            slow.lambda().updateEventSourceMapping(r -> r.uuid(mapping).batchSize(10));
            assertThat(slowly.apply(mapping, 0).failedAs(Outcome.TRANSIENT)).isTrue();
            assertThat(slowly.read(mapping).value().value()).isEqualTo(LimitValue.UNREADABLE);
            assertThat(slowly.read(mapping).value().value()).isEqualTo(LimitValue.NONE);
        }
    }

    @Test
    void thereIsNoLimitBetweenPausedAndRunning() {
        assertThat(lever.apply(mapping, 5).failedAs(Outcome.INVALID)).isTrue();
    }

    @Test
    void aDeletedMappingIsGone() {
        sources.lambda().deleteEventSourceMapping(r -> r.uuid(mapping));
        assertThat(lever.read(mapping).value()).isEqualTo(LimitReading.MISSING);
    }
}
