package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Automatic thresholds in an account and region that usually spends 2,400 USD a day. 3 USD above normal in an hour
 * page.
 */
class MoneyLinesTest {

    private static final long DAY = 9;
    private static final long NOON = DAY * DataMinute.DAY + 12 * DataMinute.HOUR;

    private final Rig rig = new Rig().knows("shop-a", -1).knows("shop-b", -1);

    @BeforeEach
    void usuallySpends2400UsdADay() {
        rig.auto = new Auto(true, true, true);
        rig.warnNano = Minute.USD / 2;
        rig.pageNano = 5 * Minute.USD;
        for (long day = DAY - 8; day < DAY; day++) rig.state.spent(day, 2_400 * Minute.USD);
    }

    private static Minute surge(String function, long minute) {
        return Minute.of(function, minute).onset(NOON);
    }

    @Test
    void aPageIsForThreePercentOfWhatIsUsuallySpentInAnHour() {
        rig.minute(surge("shop-a", NOON).page(2.9));
        assertThat(rig.said()).containsExactly("open surge");
        rig.minute(surge("shop-a", NOON + 1).page(3.1));
        assertThat(rig.said()).contains("page paged");
        assertThat(open("shop-a").evidence.found.line().text())
                .isEqualTo("pages above 3.00 USD in an hour, 3 % of the 100.00 USD usually spent here in an hour");
    }

    @Test
    void thePageForAFunctionWithoutABaselineNamesTheThresholdOfThePage() {
        rig.minute(surge("shop-a", NOON).page(2.9).young(2.9));
        assertThat(open("shop-a").evidence.found.evidence().line()).isEqualTo(1);
        rig.minute(surge("shop-a", NOON + 1).page(3.1).young(3.1));
        assertThat(open("shop-a").evidence.found.evidence().line()).isEqualTo(3);
    }

    @Test
    void inASmallAccountTheLeastThresholdSaysWhyItIsNotThatShare() {
        assertThat(new Finding.AutoLine(Minute.USD, 4_230_000_000L).text())
                .isEqualTo("pages above 1.00 USD in an hour, the lowest threshold, because 3 % of the 4.23 USD usually"
                        + " spent here in an hour is less");
    }

    @Test
    void whatDoesNotReachATenthOfThatIsNotRecorded() {
        rig.minute(surge("shop-a", NOON).warn(.29));
        assertThat(rig.said()).isEmpty();
    }

    @Test
    void aThrottleTakesTenTimesThePage() {
        rig.minute(surge("shop-a", NOON).page(29.9));
        assertThat(rig.limits()).isEmpty();
        rig.minute(surge("shop-a", NOON + 1).page(30.1));
        assertThat(rig.limits()).hasSize(1);
    }

    @Test
    void whileNobodyKnowsWhatIsUsualThePolicyIsAsItIsWritten() {
        rig.state.spend.days.clear();
        rig.minute(surge("shop-a", NOON).page(4.9));
        assertThat(rig.said()).containsExactly("open surge");
        rig.minute(surge("shop-a", NOON + 1).page(5.1));
        assertThat(rig.said()).contains("page paged");
        assertThat(open("shop-a").evidence.found.line().text())
                .contains("5.00 USD", "until the usual spend here is known");
    }

    @Test
    void inASmallAccountADollarIsTheLeast() {
        for (long day = DAY - 8; day < DAY; day++) rig.state.spent(day, -2_399 * Minute.USD);
        rig.minute(surge("shop-a", NOON).page(.99));
        assertThat(rig.said()).containsExactly("open surge");
        rig.minute(surge("shop-a", NOON + 1).page(1.01));
        assertThat(rig.said()).contains("page paged");
    }

    /** The surge costs a dollar a minute above normal. The figure of its last hour stays below the threshold. */
    @Test
    void whatComesToFiveTimesTheLineWithinADayPagesToo() {
        rig.minute(surge("shop-a", NOON + 14).warn(.4));
        assertThat(rig.said()).as("15 USD by now").containsExactly("open surge");
        rig.minute(surge("shop-a", NOON + 15).warn(.2));
        assertThat(rig.said()).as("below the warn line nothing is said").containsExactly("open surge");
        rig.minute(surge("shop-a", NOON + 16).warn(.4));
        assertThat(rig.said()).contains("page day-cost");
        assertThat(rig.told()).containsExactly("TRIGGER error day-cost");
        rig.minute(surge("shop-a", NOON + 17).warn(.4).closed(Reason.NEW_LEVEL));
        assertThat(rig.said()).as("why it ended").contains("close new-level");
        rig.minute(Minute.of("shop-a", NOON + 18).onset(NOON + 18).warn(.4));
        assertThat(rig.said()).as("its day no longer counts").endsWith("open surge");
    }

    @Test
    void whatNobodyWasPagedForSaysAtItsEndWhatAPageNeeds() {
        rig.minute(surge("shop-a", NOON + 4).warn(.4));
        rig.minute(surge("shop-a", NOON + 5).warn(.3).closed(Reason.CALM));
        assertThat(rig.all.decisions.get(1).words())
                .isEqualTo("not paged: the cost was at most 0.40 USD above normal in an hour, and a page needs more "
                        + "than 3.00 USD");
    }

    @Test
    void surgesOfOneDayAreAddedUpAndThoseOfTheDayBeforeForgotten() {
        rig.minute(surge("shop-a", NOON + 9).warn(.4).closed(Reason.CALM));
        long next = NOON + 23 * DataMinute.HOUR;
        rig.minute(Minute.of("shop-a", next + 4).onset(next).warn(.4));
        assertThat(rig.said()).as("10 and 5 USD").noneMatch(line -> line.startsWith("page "));
        rig.minute(Minute.of("shop-a", next + 5).onset(next).warn(.4));
        assertThat(rig.said()).contains("page day-cost");
        long later = next + 2 * DataMinute.DAY;
        rig.state.incidents.open.clear();
        rig.minute(Minute.of("shop-a", later + 9).onset(later).warn(.4));
        assertThat(rig.said().stream().filter(line -> line.startsWith("page "))).hasSize(1);
    }

    @Test
    void aNumberPagesByTheHourAlone() {
        rig.auto = new Auto(true, false, true);
        rig.minute(surge("shop-a", NOON + 100).warn(.6));
        assertThat(rig.said()).containsExactly("open surge");
    }

    @Test
    void aNumberStaysBesideAnAutomaticPage() {
        rig.auto = new Auto(false, true, false);
        rig.minute(surge("shop-a", NOON).page(9.9));
        assertThat(rig.limits()).isEmpty();
        rig.minute(surge("shop-a", NOON + 1).page(10.1));
        assertThat(rig.limits()).hasSize(1);
    }

    @Test
    void aYoungFunctionHasToExceedTheLineToo() {
        rig.minute(surge("shop-a", NOON).page(2.9).because(Reason.YOUNG_FUNCTION_CAP));
        assertThat(rig.said()).doesNotContain("page paged");
        rig.minute(surge("shop-a", NOON + 1).page(3.1).because(Reason.YOUNG_FUNCTION_CAP));
        assertThat(rig.said()).contains("page paged");
    }

    @Test
    void aLoopIsPagedForWhatItCostsAnHourByNow() {
        rig.minute(surge("shop-a", NOON).page(.1).recent(4).because(Reason.GROWTH));
        assertThat(rig.said()).as("nothing is spent yet").isEmpty();
        rig.minute(surge("shop-a", NOON + 1).page(.2).recent(4).because(Reason.SURGE));
        assertThat(rig.said()).as("no loop").isEmpty();
        rig.minute(surge("shop-a", NOON + 2).page(.2).recent(4).because(Reason.GROWTH));
        assertThat(rig.said()).contains("page paged");
    }

    @Test
    void aLeapIsPagedForWhatItCostsAnHourByNow() {
        rig.minute(surge("shop-a", NOON).page(.4).recent(16).burst(7));
        assertThat(rig.said()).as("the burst is smaller").doesNotContain("page paged");
        rig.minute(surge("shop-a", NOON + 1).page(.4).recent(14).burst(20));
        assertThat(rig.said()).as("the rate is below five times the threshold").doesNotContain("page paged");
        rig.minute(surge("shop-a", NOON + 2).page(.4).recent(16).burst(20));
        assertThat(rig.said()).contains("page paged");
    }

    @Test
    void functionsBelowTheirLineCountForTheirAccountAndThoseAboveDoToo() {
        rig.minute(surge("shop-a", NOON).page(2.9), Minute.account(NOON).page(4));
        assertThat(paged()).containsExactly(ScopeKind.ACCOUNT);
        rig.state.incidents.open.clear();
        rig.minute(surge("shop-b", NOON + 1).page(3.9));
        rig.minute(surge("shop-b", NOON + 2).page(3.9), Minute.account(NOON + 2).page(4));
        assertThat(paged()).containsExactlyInAnyOrder(ScopeKind.FUNCTION, ScopeKind.ACCOUNT);
    }

    /** A day's spend is reported before the minutes after it are decided. How long before differs between runs. */
    @Test
    void aDayThatIsToldAheadTakesNoneOfTheDaysBeforeIt() {
        rig.minute(surge("shop-a", NOON).page(.1));
        rig.state.spent(DAY - 1, 9_600 * Minute.USD);
        rig.state.spent(DAY - 2, 9_600 * Minute.USD);
        rig.state.spent(DAY - 3, 9_600 * Minute.USD);
        assertThat(rig.state.usualHourNano()).isEqualTo(100 * Minute.USD);
        for (long day = DAY; day < DAY + 3; day++) {
            rig.state.spent(day, 9_600 * Minute.USD);
            assertThat(rig.state.usualHourNano()).isEqualTo(100 * Minute.USD);
        }
        rig.state.pace.newestMinute += DataMinute.DAY;
        assertThat(rig.state.usualHourNano()).as("one of them is over").isEqualTo(400 * Minute.USD);
        rig.state.spent(DAY + 3, 1);
        assertThat(rig.state.spend.days.keySet()).as("no more are kept").startsWith(DAY - 7);
    }

    @Test
    void aDayIsToldOfWithinTheHour() {
        assertThat(DaySpend.settledAt(0, 30)).isLessThan(DataMinute.DAY + DataMinute.HOUR);
    }

    @Test
    void usualIsTheMedianOfAWeekOfWholeDays() {
        ControlState s = new ControlState();
        s.pace.newestMinute = 4 * DataMinute.DAY;
        s.spent(1, 1);
        assertThat(s.usualHourNano()).as("the first day may be half a day").isEqualTo(-1);
        s.spent(2, 24_000);
        s.spent(2, 24_000);
        assertThat(s.usualHourNano()).isEqualTo(2_000);
        s.spent(3, 9_000_000);
        assertThat(s.usualHourNano()).as("not all functions told of it").isEqualTo(2_000);
        for (long day = 4; day < 12; day++) s.spent(day, 24_000);
        s.pace.newestMinute = 13 * DataMinute.DAY;
        assertThat(s.usualHourNano()).as("one odd day is none").isEqualTo(1_000);
        s.spent(12, 1);
        assertThat(s.spend.days.keySet())
                .as("eight, and what is told ahead")
                .containsExactlyInAnyOrder(4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    }

    private IncidentState open(String function) {
        return rig.state.incidents.open.get(
                Minute.of(function, NOON).build().scope().id());
    }

    private List<ScopeKind> paged() {
        return rig.state.incidents.open.values().stream()
                .filter(i -> i.notices.pagedAt >= 0)
                .map(i -> i.scope.kind())
                .toList();
    }
}
