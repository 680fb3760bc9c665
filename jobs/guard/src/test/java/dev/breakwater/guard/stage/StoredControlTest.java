package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.Wish;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Control goes on with what an earlier release had in its state, at the very moment at which that was stored. */
class StoredControlTest {

    private static final String BY_HAND = "by-hand|";

    private JsonNode stored;
    private StoredControl control;

    @BeforeEach
    void restore() throws Exception {
        stored = new ObjectMapper().readTree(resource("control.json").toFile());
        control = StoredControl.restored(resource("control.snapshot"));
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void whatWasHeldIsStillHeldForItsIncidentAndWhatWasGivenBackIsNot() throws Exception {
        control.clockTo(StoredControl.STORED_AT + 2 * StoredControl.MINUTE);
        Map<String, Wish> wishes = control.wishes();
        assertThat(throttled("steady", "queued", "paused", "shop", "rising")).isTrue();
        stored.path("wishes").properties().forEach(limit -> {
            Wish now = wishes.get(limit.getKey());
            JsonNode then = limit.getValue();
            if (now == null) return;
            assertThat(now.throttle())
                    .as(limit.getKey())
                    .isEqualTo(then.path("throttle").asBoolean());
            // of a release it is the last limit that was wished for; once it was left out
            if (now.throttle()) {
                assertThat(now.limit())
                        .as(limit.getKey())
                        .isEqualTo(then.path("limit").asInt());
            }
            assertThat(now.previous())
                    .as(limit.getKey())
                    .isEqualTo(then.path("previous").asInt());
            assertThat(now.intent())
                    .as("%s for the same incident", limit.getKey())
                    .startsWith(then.path("intent").asText().replaceAll(":.*", ":"));
        });
        assertThat(wishes.get("released|").throttle()).isFalse();
        assertThat(wishes).as("left alone after a human's hand").doesNotContainKey(BY_HAND);
    }

    @Test
    void aVerdictThatWaitedForItsMinuteToEndIsDecided() throws Exception {
        control.clockTo(StoredControl.STORED_AT + StoredControl.MINUTE);
        assertThat(control.decided("waiting")).contains(DecisionType.OPEN);
    }

    @Test
    void whatIsHeldIsGivenBackAtItsEndAsItWasFoundAndEachAlertIsResolved() throws Exception {
        control.clockTo(StoredControl.STORED_AT + 5 * 60 * StoredControl.MINUTE);
        Map<String, Wish> wishes = control.wishes();
        stored.path("wishes").properties().forEach(limit -> {
            Wish last = wishes.remove(limit.getKey());
            if (limit.getKey().startsWith(BY_HAND)) return;
            assertThat(last.throttle()).as(limit.getKey()).isFalse();
            assertThat(last.previous())
                    .as(limit.getKey())
                    .isEqualTo(limit.getValue().path("previous").asInt());
        });
        assertThat(wishes).isEmpty();
        Set<String> told = new HashSet<>();
        stored.path("alerts").properties().forEach(alert -> {
            if (!alert.getValue().asText().equals(EventType.RESOLVE.name())) told.add(alert.getKey());
        });
        assertThat(told).hasSizeGreaterThan(5);
        assertThat(control.alerts().keySet()).containsAll(told);
        assertThat(control.alerts()).allSatisfy((key, last) -> assertThat(last).isEqualTo(EventType.RESOLVE));
    }

    private boolean throttled(String... functions) {
        for (String f : functions) {
            boolean held = control.wishes().values().stream()
                    .anyMatch(w -> w.function().equals(f) && w.throttle());
            if (!held) return false;
        }
        return true;
    }

    private static Path resource(String name) throws Exception {
        return Path.of(
                StoredControlTest.class.getResource("/savepoints/0.1.0/" + name).toURI());
    }
}
