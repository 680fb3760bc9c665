package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MoneyBudgetTest {
    private static final long MINUTE = 60_000;

    @Test
    void chargesACentForAThousandMetrics() {
        MoneyBudget money = at("2026-03-01T00:00:00Z", 50);
        money.charge(1_000);
        assertThat(money.spentUsd()).isEqualTo(0.01);
        money.charge(123_456);
        assertThat(money.spentUsd()).isEqualTo(1.24456);
    }

    @Test
    void spreadsWhatIsLeftOverWhatIsLeftOfTheMonth() {
        MoneyBudget money = at("2026-04-01T00:00:00Z", 43.2);
        assertThat(money.perMinute()).isCloseTo(100, within(1e-6));
        MoneyBudget late = at("2026-04-16T00:00:00Z", 43.2);
        assertThat(late.perMinute())
                .as("a month begun late is no reason to hurry")
                .isCloseTo(100, within(1e-6));
        late.charge(3_240_000);
        assertThat(late.perMinute()).isCloseTo(50, within(1e-6));
    }

    @Test
    void affordsNothingBeyondTheMonthsMoneyAndStartsAnewWithTheNext() {
        MoneyBudget money = at("2026-03-31T23:50:00Z", 1);
        assertThat(money.affords(100_000)).isTrue();
        assertThat(money.affords(100_001)).isFalse();
        money.charge(100_000);
        assertThat(money.affords(1)).isFalse();
        assertThat(money.left()).isZero();
        money.at(millis("2026-04-01T00:00:00Z"));
        assertThat(money.affords(100_000)).isTrue();
        assertThat(money.spentUsd()).isZero();
    }

    @Test
    void savesUpAnHourAtMost() {
        MoneyBudget money = at("2026-04-01T00:00:00Z", 43.2);
        assertThat(money.spare()).isEqualTo(1_500);
        money.charge(1_500);
        assertThat(money.spares(1)).isFalse();
        money.at(millis("2026-04-01T00:00:00Z") + 2 * MINUTE);
        assertThat(money.spare()).isBetween(190L, 200L);
        money.at(millis("2026-04-01T06:00:00Z"));
        assertThat(money.spare()).isBetween(5_900L, 6_100L);
    }

    @Test
    void tellsWhatAMonthCostsAtTheRateOfTheLastHour() {
        MoneyBudget money = at("2026-04-01T00:00:00Z", 5000);
        long now = millis("2026-04-01T00:00:00Z");
        for (int m = 0; m < 240; m++) {
            money.at(now + m * MINUTE);
            money.charge(m < 120 ? 10_000 : 1_000);
        }
        assertThat(money.usdPerMonth()).isCloseTo(0.01 * 60 * 24 * 30.4, within(1e-6));
    }

    @Test
    void goesOnWithWhatWasSpentBeforeInTheSameMonth() {
        MoneyBudget first = at("2026-04-10T00:00:00Z", 50);
        first.charge(1_000_000);
        MoneyBudget again = new MoneyBudget(PollSettings.Budget.of(50), first.month(), first.spentNano());
        again.at(millis("2026-04-11T00:00:00Z"));
        assertThat(again.spentUsd()).isEqualTo(10);
        again.at(millis("2026-05-01T00:00:01Z"));
        assertThat(again.spentUsd()).isZero();
    }

    private static MoneyBudget at(String instant, double usd) {
        MoneyBudget money = new MoneyBudget(PollSettings.Budget.of(usd), 0, 0);
        money.at(millis(instant));
        return money;
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
