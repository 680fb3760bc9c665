package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.core.control.IncidentEvent.EventType;
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
    void whatWasHeldIsStillHeldWithItsIntentAndWhatWasGivenBackIsNot() throws Exception {
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
            assertThat(now.limit())
                    .as(limit.getKey())
                    .isEqualTo(then.path("limit").asInt());
            assertThat(now.previous())
                    .as(limit.getKey())
                    .isEqualTo(then.path("previous").asInt());
            assertThat(now.intent())
                    .as(limit.getKey())
                    .isEqualTo(then.path("intent").asText());
        });
        assertThat(wishes.get("released|").throttle()).isFalse();
        assertThat(wishes).as("left alone after a human's hand").doesNotContainKey("by-hand|");
        assertThat(wishes.get("waiting|").throttle())
                .as("the verdict that waited")
                .isTrue();
    }

    @Test
    void whatIsHeldIsGivenBackAtItsEndAsItWasFoundAndEachAlertIsResolved() throws Exception {
        control.clockTo(StoredControl.STORED_AT + 5 * 60 * StoredControl.MINUTE);
        Map<String, Integer> found = Map.of(
                "steady|",
                40,
                "rising|",
                -1,
                "released|",
                60,
                "shop|",
                25,
                "waiting|",
                50,
                "queued|queue-mapping",
                20,
                "paused|stream-mapping",
                -1);
        Map<String, Wish> wishes = control.wishes();
        assertThat(wishes.keySet()).isEqualTo(found.keySet());
        wishes.forEach((limit, wish) -> {
            assertThat(wish.throttle()).as(limit).isFalse();
            assertThat(wish.previous()).as(limit).isEqualTo(found.get(limit));
        });
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
