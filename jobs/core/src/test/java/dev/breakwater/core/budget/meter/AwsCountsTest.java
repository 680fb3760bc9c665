package dev.breakwater.core.budget.meter;

import static dev.breakwater.core.budget.meter.Spending.AUGUST;
import static dev.breakwater.core.budget.meter.Spending.DAY;
import static dev.breakwater.core.budget.meter.Spending.nano;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetStep;
import dev.breakwater.core.budget.BudgetStep.BudgetAct;
import dev.breakwater.core.model.Reason;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsCountsTest {

    private static final long START = AUGUST + 10 * DAY;
    private static final BudgetStep HALF = new BudgetStep(.5, 0, BudgetAct.TICKET, "");

    @Test
    void countsOnFromWhatAwsHasCounted() {
        Spending s = new Spending(Spending.budget(1000, 0, HALF), START);
        told(s, 490);
        assertThat(spent(s)).isEqualTo(nano(490));
        s.until(START + 60, 6);
        assertThat(spent(s)).isEqualTo(nano(490) + 59 * nano(.1));
        assertThat(s.said.said).isEmpty();
        s.until(START + 3 * 60, 6);
        // 10 USD more are spent in the 100th minute
        assertThat(s.said.said).containsExactly(START + 99 + " step-0 open");
        assertThat(s.said.events.get(0).figures().since()).isEqualTo(AUGUST);
    }

    @Test
    void aLateFigureDoesNotTakeBackWhatWasCountedSince() {
        Spending s = new Spending(Spending.budget(1000, 0), START);
        told(s, 100);
        s.until(START + 120, 60);
        told(s, 110);
        assertThat(spent(s)).isEqualTo(nano(100) + 119 * nano(1));
        // now it knows of more than we do
        told(s, 300);
        assertThat(spent(s)).isEqualTo(nano(300));
    }

    @Test
    void lateSamplesOfBeforeTheTellingAreInAwssFigureAlready() {
        Spending s = new Spending(Spending.budget(1000, 0), START)
                .until(START + 59, 6)
                .until(START + 60, 0);
        told(s, 100);
        s.said.state.add(START + 30, nano(5), 0, 0, s.next);
        s.said.state.add(s.next, nano(7), 0, 0, s.next);
        s.until(s.next + 2, 0);
        assertThat(spent(s)).isEqualTo(nano(107));
    }

    @Test
    void inTheFirstDayOfAMonthAwsMayStillTellLastMonths() {
        Spending s = new Spending(Spending.budget(1000, 0), AUGUST).until(AUGUST + 600, 6);
        told(s, 5000);
        s.until(AUGUST + 601, 0);
        assertThat(spent(s)).isEqualTo(nano(60));
        assertThat(s.said.said).isEmpty();
        assertThat(s.said.state.awsSpent).isEqualTo(nano(5000));
    }

    @Test
    void aNewMonthBeginsWithNothing() {
        Spending s = new Spending(Spending.budget(1000, 0), START);
        told(s, 400);
        s.until(AUGUST + 31 * DAY + 60, 0);
        assertThat(spent(s)).isZero();
    }

    @Test
    void aDaysFigureIsShownAndNotCountedOn() {
        Spending s = new Spending(Spending.budget(0, 10), START);
        told(s, 9);
        s.until(START + 60, .5);
        assertThat(s.said.said).isEmpty();
        assertThat(s.said.state.awsSpent).isEqualTo(nano(9));
    }

    @Test
    void aMonthsBudgetThatBecomesADaysBeginsAnew() {
        Budget month = Spending.budget(100, 0, HALF);
        Budget day = Spending.budget(0, 150, HALF);
        Spending s = new Spending(month, START).until(START + 60, 60);
        assertThat(s.said.state.open).isNotEmpty();
        s.said.take(AwsCounts.changed(s.said.state, month, day, 0));
        assertThat(s.said.state.open).isEmpty();
        for (; s.next < START + 90; s.next++) {
            s.said.state.add(s.next, nano(1), 0, 0, s.next);
            s.said.take(new BudgetMeter(s.said.state, day, 0).advance(s.next));
        }
        assertThat(s.said.said)
                .filteredOn(x -> x.endsWith("step-0 open"))
                .containsExactly(START + 49 + " step-0 open", START + 74 + " step-0 open");
    }

    @Test
    void aBudgetThatIsGoneEndsItsAlarms() {
        Spending s = new Spending(Spending.budget(100, 0), START).until(START + 130, 60);
        s.said.take(AwsCounts.gone(s.said.state, s.budget, 0));
        assertThat(s.said.state.open).isEmpty();
        assertThat(s.said.incidents).extracting(i -> i.record().reason()).containsOnly(Reason.BUDGET_CHANGED);
    }

    /** Random spend on Lambda and on other things; AWS counts both, 0 to 24 hours late, and is asked every hour. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverCountsMoreThanWasSpentNorLessThanEitherSideKnows(long seed) {
        Random random = new Random(seed);
        int minutes = (int) (12 * DAY);
        long[] lambda = new long[minutes + 1];
        long[] all = new long[minutes + 1];
        long before = (long) (random.nextDouble() * nano(100));
        Spending s = new Spending(Spending.budget(100_000, 0), START);
        int counted = 0;
        all[0] = before;
        for (int i = 0; i < minutes; i++) {
            if (i % 60 == 0) {
                if (random.nextInt(9) == 0) counted = Math.max(counted, i - random.nextInt(1440));
                AwsCounts.told(s.said.state, s.budget, s.next - 1, all[Math.max(0, counted)], -1);
            }
            long ours = random.nextInt(4) == 0 ? (long) (random.nextDouble() * nano(1)) : 0;
            lambda[i + 1] = lambda[i] + ours;
            all[i + 1] = all[i] + ours + (long) (random.nextDouble() * nano(.2));
            s.until(s.next + 1, ours * 60 / 1e9);
            // the newest minute that is judged is the one before
            long known = spent(s);
            assertThat(known).isLessThanOrEqualTo(all[i] + minutes).isGreaterThanOrEqualTo(lambda[i] - minutes);
            assertThat(known).isGreaterThanOrEqualTo(all[Math.max(0, counted)]);
        }
    }

    private static void told(Spending s, double usd) {
        AwsCounts.told(s.said.state, s.budget, s.next - 1, nano(usd), -1);
    }

    private static long spent(Spending s) {
        return s.said.state.spentOfMonth();
    }
}
