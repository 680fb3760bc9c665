package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.BudgetSettings;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.engine.policy.Windows;
import dev.breakwater.guard.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
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
                    every: 7d
                    expect: 6
                """);
        PolicyBook book = Book.policyBook(ConfigLoader.load(file).value());
        Windows shop = book.windowsOf("shop-cart", Map.of("tier", "web"));
        assertThat(book.windowsOf("shop-cart", Map.of()).all()).isEmpty();
        assertThat(shop.expect(minute("2026-11-26T23:59:00Z"))).isEqualTo(1);
        assertThat(shop.expect(minute("2026-11-27T00:00:00Z"))).isEqualTo(6);
        assertThat(shop.expect(minute("2026-11-27T12:00:00Z"))).isEqualTo(6);
        assertThat(shop.expect(minute("2026-11-27T12:01:00Z"))).isLessThan(6);
        assertThat(shop.expect(minute("2026-12-03T23:59:00Z"))).isEqualTo(1);
        assertThat(shop.expect(minute("2026-12-04T00:00:00Z"))).isEqualTo(6);
        assertThat(shop.at(minute("2026-11-27T06:00:00Z")).window()).isEqualTo("friday");
    }

    @Test
    void aThrottleMustBeWorthOneDollarForAThousandGoodCallsUnlessThePolicySaysOtherwise(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./in } }
                policies:
                  - { name: batch, match: { function: "batch-*" }, throttle: { worth: 0.2, alwaysAbove: 30 } }
                  - { name: default }
                """);
        PolicyBook book = Book.policyBook(ConfigLoader.load(file).value());
        assertThat(book.policies())
                .extracting(p -> p.throttle().worth())
                .containsExactly(new Worth(.2, 30_000_000_000L), new Worth(1, 100_000_000_000L));
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
        PolicyBook book = Book.policyBook(ConfigLoader.load(file).value());
        assertThat(book.policies())
                .extracting(p -> p.throttle().beforeFirstWeek())
                .containsExactly(true, false);
    }

    /** The words of the configuration are texts in the settings and constants with the same names in core. */
    @Test
    void theCoreHasEveryWordThatTheConfigurationAccepts() {
        assertThat(words(Settings.class, "mode", Mode.class)).containsExactly(Mode.values());
        assertThat(words(PolicySettings.Throttle.class, "lever", LeverRule.class))
                .containsExactly(LeverRule.values());
        assertThat(words(BudgetSettings.Step.class, "act", BudgetAct.class))
                .containsExactlyInAnyOrder(BudgetAct.values());
    }

    private static <E extends Enum<E>> Stream<E> words(Class<?> settings, String component, Class<E> type) {
        return Arrays.stream(settings.getRecordComponents())
                .filter(c -> c.getName().equals(component))
                .flatMap(c -> Arrays.stream(c.getAnnotation(Key.class).words()))
                .map(word -> Book.word(type, word));
    }

    private static long minute(String time) {
        return Instant.parse(time).getEpochSecond() / 60;
    }
}
