package dev.breakwater.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.receive.AccessKeys.Forgeries.Forged;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.model.AlarmAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that a key with another account's lines pages once an hour through every receiver, and that the page resolves
 * after an hour without such lines.
 */
class ForgedPagesTest {

    private final List<AlarmEvent> told = new ArrayList<>();
    private boolean down;
    private final SetClock clock = new SetClock(Instant.parse("2026-08-05T14:30:00Z"));
    private final ForgedPages pages = new ForgedPages(() -> Map.of("notify.pagerduty", this::channel), clock);

    private AlarmChannel channel() {
        return new AlarmChannel() {
            @Override
            public Delivery deliver(AlarmEvent event) {
                if (down) return new Delivery.RetryLater("down", Duration.ZERO, false);
                told.add(event);
                return new Delivery.Accepted(event.dedupKey());
            }

            @Override
            public void close() {}
        };
    }

    /** Only the test writes the forged lines. */
    private void forged(int key, long lines) {
        pages.close();
        pages.accept(new Forged(key, List.of("111122223333"), "lines of another account", lines));
    }

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void anHourOfForgedDeliveriesIsOnePageThatNamesTheKey() {
        for (int i = 0; i < 60; i++) {
            forged(0, 10);
            pages.look();
            clock.advance(Duration.ofSeconds(59));
        }
        assertThat(told).singleElement().satisfies(e -> {
            assertThat(e.action()).isEqualTo(AlarmAction.TRIGGER);
            assertThat(e.clazz()).isEqualTo("forged");
            assertThat(e.summary()).startsWith("Forged lines refused: 10");
            assertThat(e.details())
                    .hasEntrySatisfying("receive.keys[0]", v -> assertThat(v).contains("111122223333"));
        });
        clock.advance(Duration.ofSeconds(61));
        pages.look();
        assertThat(told)
                .extracting(AlarmEvent::action)
                .containsExactly(AlarmAction.TRIGGER, AlarmAction.RESOLVE, AlarmAction.TRIGGER);
        assertThat(told.get(2).summary()).startsWith("Forged lines refused: 590");
        assertThat(told.get(1).dedupKey()).isEqualTo(told.get(0).dedupKey());
        assertThat(told.get(2).dedupKey())
                .as("rings again")
                .isNotEqualTo(told.get(0).dedupKey());
    }

    @Test
    void itIsResolvedAfterAnHourWithout() {
        forged(0, 1);
        pages.look();
        clock.advance(Duration.ofMinutes(61));
        pages.look();
        pages.look();
        assertThat(told).extracting(AlarmEvent::action).containsExactly(AlarmAction.TRIGGER, AlarmAction.RESOLVE);
        assertThat(told.get(1).dedupKey()).isEqualTo(told.get(0).dedupKey());
    }

    @Test
    void whatCannotBeSaidIsSaidLater() {
        down = true;
        forged(1, 5);
        pages.look();
        assertThat(told).isEmpty();
        down = false;
        pages.look();
        pages.look();
        assertThat(told).hasSize(1);
    }
}
