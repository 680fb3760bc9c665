package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.policy.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyBooksTest {

    @Test
    void windowsHoldTheMinutesThatBeginInThem(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./in } }
                windows:
                  - name: friday
                    match: { function: "shop-*", tags: { tier: web } }
                    from: 2026-11-27T00:00:00Z
                    to: 2026-11-27T12:00:30Z
                    expect: 6
                """);
        PolicyBook book = PolicyBooks.of(ConfigLoader.load(file).settings());
        Windows shop = book.windowsOf("shop-cart", Map.of("tier", "web"));
        assertThat(book.windowsOf("shop-cart", Map.of()).all()).isEmpty();
        assertThat(shop.expect(minute("2026-11-26T23:59:00Z"))).isEqualTo(1);
        assertThat(shop.expect(minute("2026-11-27T00:00:00Z"))).isEqualTo(6);
        assertThat(shop.expect(minute("2026-11-27T12:00:00Z"))).isEqualTo(6);
        assertThat(shop.expect(minute("2026-11-27T12:01:00Z"))).isLessThan(6);
        assertThat(shop.at(minute("2026-11-27T06:00:00Z")).window()).isEqualTo("friday");
    }

    @Test
    void aPolicyMayThrottleBeforeTheFirstWeekIsKnown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./in } }
                policies:
                  - { name: batch, match: { function: "batch-*" }, throttle: { beforeFirstWeek: on } }
                  - { name: default }
                """);
        PolicyBook book = PolicyBooks.of(ConfigLoader.load(file).settings());
        assertThat(book.policies())
                .extracting(p -> p.throttle().beforeFirstWeek())
                .containsExactly(true, false);
    }

    private static long minute(String time) {
        return Instant.parse(time).getEpochSecond() / 60;
    }
}
