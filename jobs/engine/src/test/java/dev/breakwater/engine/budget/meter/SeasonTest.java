package dev.breakwater.engine.budget.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.budget.meter.Figures.Slots;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.model.DataMinute;
import org.junit.jupiter.api.Test;

/** The forecast of months with a week's rhythm. */
class SeasonTest {

    private static final int SEEDS = 25;

    @Test
    void theIntervalHoldsTheMonthsEndAndTheWeeksRhythmIsRespected() {
        int checks = 0;
        int inside = 0;
        double ours = 0;
        double even = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            BusyMonth month = new BusyMonth(seed);
            Spending s = new Spending(Spending.budget(1e6, 0), BusyMonth.START);
            for (int day = 1; day < BusyMonth.DAYS; day++) {
                s.until(BusyMonth.START + day * Spending.DAY + 1, m -> month.usd[(int) (m - BusyMonth.START) / 60]);
                BudgetState state = s.said.state;
                if (state.forecast < 0
                        || DataMinute.monthOf(s.next - 3) != DataMinute.monthOf(BusyMonth.START + 15 * Spending.DAY))
                    continue;
                double actual = month.total(DataMinute.monthOf(s.next - 3));
                checks++;
                if (actual >= state.forecastLow / 1e9 && actual <= state.forecastHigh / 1e9) inside++;
                ours += Math.abs(state.forecast / 1e9 / actual - 1);
                even += Math.abs(month.even(s.next - 2) / actual - 1);
            }
        }
        System.out.printf(
                "forecast: %.1f %% of %d daily checks inside the 90 %% interval; mean error %.1f %%, of an even pace %.1f %%%n",
                100.0 * inside / checks, checks, 100 * ours / checks, 100 * even / checks);
        assertThat(inside).isGreaterThanOrEqualTo(checks * 85 / 100);
        assertThat(ours).isLessThan(even);
    }

    @Test
    void aForecastAboveTheBudgetIsToldOnceAndEndsWhenTheMonthTurnsOutCheaper() {
        Spending s = new Spending(Spending.budget(7200, 0), Spending.AUGUST)
                .until(Spending.AUGUST + 6 * Spending.DAY, 14)
                .until(Spending.AUGUST + 20 * Spending.DAY, 4);
        assertThat(s.said.said.stream().filter(x -> x.contains("forecast")))
                .extracting(x -> x.substring(x.indexOf(' ') + 1))
                .containsExactly("forecast open", "forecast close");
        BudgetFigures f = s.said.events.get(0).budget();
        assertThat(f.forecastLow()).isBetween(Spending.nano(7200), f.forecast());
        // 7,200 USD last for 514 hours at 14 USD an hour
        assertThat(f.exhaustedAt()).isBetween(Spending.AUGUST + 512 * 60, Spending.AUGUST + 517 * 60);
    }

    @Test
    void anAttackIsNoUsualHour() {
        Spending s = new Spending(Spending.budget(72_000, 0), Spending.AUGUST)
                .until(Spending.AUGUST + 7 * Spending.DAY, 20)
                .until(Spending.AUGUST + 7 * Spending.DAY + 300, 4000)
                .until(Spending.AUGUST + 8 * Spending.DAY, 20);
        double attack = 300 / 60.0 * 3980;
        assertThat(s.said.state.forecast / 1e9).isBetween(31 * 24 * 20.0, 31 * 24 * 20 + attack * 1.6);
    }

    @Test
    void aBudgetThatIsTooSmallForEveryDayHasAForecastToo() {
        Spending s =
                new Spending(Spending.budget(500, 0), Spending.AUGUST).until(Spending.AUGUST + 7 * Spending.DAY, 20);
        assertThat(s.said.state.open).containsKey(Slots.FAST);
        assertThat(s.said.state.forecast / 1e9)
                .isCloseTo(31 * 24 * 20.0, org.assertj.core.data.Percentage.withPercentage(1));
    }

    @Test
    void anHourInWhichTheFeedWasSilentTeachesNothing() {
        Spending s =
                new Spending(Spending.budget(72_000, 0), Spending.AUGUST).until(Spending.AUGUST + 7 * Spending.DAY, 20);
        double before = s.said.state.hourMean[50];
        long silent = s.next;
        s.next += 600;
        s.said.state.add(s.next, 1, silent, s.next - 1, s.next);
        s.until(s.next + 200, 20);
        assertThat(s.said.state.hourMean).doesNotContain(0.0);
        assertThat(s.said.state.hourMean[50]).isEqualTo(before);
    }
}
