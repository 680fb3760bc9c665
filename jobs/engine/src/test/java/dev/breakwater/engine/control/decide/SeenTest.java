package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A batch at the same time of each week. It has 3,000 calls a minute and costs 6 USD an hour, and the page threshold is
 * 1 USD.
 */
class SeenTest {
    private static final long WEEK = 7L * DataMinute.DAY;
    private static final long BEGINS = 100 * WEEK + 3 * DataMinute.HOUR;
    private static final double USD = 6;

    private final Rig rig = new Rig().knows("batch", -1);

    @BeforeEach
    void pagesAboveADollarThrottlesAboveFive() {
        thresholds(1, 5);
    }

    /** Plays ten minutes of the batch, and returns the reports about them. */
    private List<String> comes(long begins, double usd, double calls) {
        int before = rig.said().size();
        for (long m = begins; m < begins + 10; m++) {
            rig.minute(Minute.of("batch", m).onset(begins).page(usd).demand(calls));
        }
        rig.minute(Minute.of("batch", begins + 10).onset(begins).closed(Reason.CALM));
        rig.quietUntil(begins + DataMinute.DAY);
        return new ArrayList<>(rig.said().subList(before, rig.said().size()));
    }

    private List<String> comes(int week) {
        return comes(BEGINS + week * WEEK, USD, 3_000);
    }

    @Test
    void isThrottledTheFirstTimeProposedTheSecondAndAWarningFromTheThirdOn() {
        assertThat(comes(0)).contains("page paged", "throttle above-throttle-line");
        assertThat(comes(1))
                .contains("page paged", "propose seen-before")
                .doesNotContain("throttle above-throttle-line");
        for (int week = 2; week < 12; week++) {
            assertThat(comes(week)).as("week " + week).containsExactly("open surge", "close calm");
        }
        assertThat(rig.state.seen.values().iterator().next().hours).hasSizeLessThanOrEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({
        "60, 6, 3000, false",
        "120, 6, 3000, true",
        "0, 6, 6000, false",
        "0, 6, 6001, true",
        "0, 10, 3000, false",
        "0, 10.1, 3000, true"
    })
    void whatComesAtAnotherTimeOrIsTwiceAsLargePages(long later, double usd, double calls, boolean pages) {
        comes(0);
        comes(1);
        assertThat(comes(BEGINS + 2 * WEEK + later, usd, calls).contains("page paged"))
                .isEqualTo(pages);
    }

    @Test
    void aWeekWithoutItIsNoHarmAndEightAreForgotten() {
        comes(0);
        comes(1);
        assertThat(comes(4)).doesNotContain("page paged");
        assertThat(comes(13)).contains("throttle above-throttle-line");
        assertThat(rig.state.seen.values().iterator().next().hours).hasSize(1);
    }

    @Test
    void whatAPersonCallsAnAttackExcusesNothing() {
        comes(0);
        comes(1);
        List.copyOf(rig.all.incidents)
                .forEach(i -> rig.asks(rig.request(i.incident(), Request.Kind.ATTACK, "batch", i.incident(), -1)));
        assertThat(comes(2)).contains("throttle above-throttle-line");
    }

    @Test
    void whileItGoesOnAnAttackIsThrottledOnAPersonsWord() {
        comes(0);
        long begins = BEGINS + WEEK;
        rig.minute(Minute.of("batch", begins).onset(begins).page(USD).demand(3_000));
        assertThat(rig.limits()).as("of the first week alone").containsExactly(12, 24, 48, -1);
        String incident = rig.state.incidents.open.values().iterator().next().id;
        rig.asks(rig.request("1", Request.Kind.ATTACK, "batch", incident, -1));
        rig.minute(Minute.of("batch", begins + 1).onset(begins).page(USD).demand(3_000));
        assertThat(rig.limits()).endsWith(12);
    }

    @Test
    void whatExceedsWhatIsAlwaysThrottledExcusesNothing() {
        for (int week = 0; week < 4; week++) {
            assertThat(comes(BEGINS + week * WEEK, 101, 3_000)).contains("page paged", "throttle above-throttle-line");
        }
    }

    @Test
    void warningsAtOtherHoursDoNotUseUpTheHoursOfTheWeek() {
        for (int hour = 10; hour < 20; hour++) {
            long begins = BEGINS + (long) hour * DataMinute.HOUR;
            rig.minute(Minute.of("batch", begins).onset(begins).warn(.5).demand(30));
            rig.minute(Minute.of("batch", begins + 1).onset(begins).closed(Reason.CALM));
        }
        for (int week = 1; week < 3; week++) comes(week);
        assertThat(comes(3)).doesNotContain("page paged");
    }

    @Test
    void aPageThresholdAboveWhatIsAlwaysThrottledExcusesToo() {
        thresholds(150, 1_500);
        for (int week = 0; week < 2; week++) comes(BEGINS + week * WEEK, 300, 3_000);
        assertThat(comes(BEGINS + 2 * WEEK, 300, 3_000)).doesNotContain("page paged");
    }

    @Test
    void whatAPersonAcceptedIsExcusedAtOnceForEightWeeksWhateverElseIsSaid() {
        double usd = 50;
        comes(BEGINS, usd, 3_000);
        String incident = rig.all.incidents.get(0).incident();
        rig.asks(rig.request("1", Request.Kind.ACCEPT, "batch", incident, rig.now + 60 * Rig.MINUTE));
        assertThat(comes(BEGINS + WEEK, usd, 3_000))
                .as("above ten page thresholds")
                .doesNotContain("page paged");
        assertThat(comes(BEGINS + 2 * WEEK + 120, usd, 3_000)).as("later").contains("page paged");
        assertThat(comes(BEGINS + 3 * WEEK, 2.1 * usd, 3_000)).as("larger").contains("page paged");
        assertThat(comes(BEGINS + 7 * WEEK, usd, 3_000)).doesNotContain("page paged");
        assertThat(comes(BEGINS + 8 * WEEK, usd, 3_000)).contains("page paged");
        rig.asks(rig.request(
                "2", Request.Kind.ACCEPT, "batch", rig.all.incidents.get(5).incident(), rig.now + 60 * Rig.MINUTE));
        rig.asks(rig.request(
                "3", Request.Kind.ATTACK, "batch", rig.all.incidents.get(5).incident(), -1));
        assertThat(comes(BEGINS + 9 * WEEK, usd, 3_000)).as("an attack").contains("page paged");
    }

    private void thresholds(double pageUsd, double throttleUsd) {
        rig.pageNano = Math.round(pageUsd * Minute.USD);
        rig.warnNano = rig.pageNano / 10;
        rig.rule = new ThrottleRule(
                        Math.round(throttleUsd * Minute.USD),
                        2,
                        1.5,
                        Duration.ofMinutes(15),
                        Duration.ofHours(4),
                        Duration.ofMinutes(30),
                        LeverRule.AUTO,
                        false,
                        Worth.ANY)
                .worth(new Worth(0, 100 * Minute.USD));
    }

    /**
     * An attacker surges for two weeks, at hours that help him most, and then every hour, as expensive as possible
     * without a page. The hourly cost without a page is ten page thresholds, but at most what is always throttled.
     */
    @ParameterizedTest
    @CsvSource({"1, 10, 10", "20, 200, 200", "20, 50, 100"})
    void whoComesBackEachWeekGainsADayOfTenPageLinesAtMost(double page, double throttle, double usd) {
        thresholds(page, throttle);
        double most = 0;
        for (int week = 0; week < 5; week++) most = Math.max(most, without("page paged", week, week < 2, usd));
        assertThat(most)
                .as("eight hours, each with the one before and after it")
                .isEqualTo(24 * usd);
        assertThat(without("page paged", 5, false, 1.01 * usd)).isZero();
    }

    /** In the second week already, the attack's throttle is only proposed. People are paged for it, though. */
    @Test
    void whoComesBackEachWeekIsNotThrottledForADayAtWhatIsAlwaysThrottled() {
        thresholds(1, 10);
        without("throttle above-throttle-line", 0, true, 100);
        assertThat(without("propose seen-before", 1, false, 100))
                .as("the other hours")
                .isEqualTo(24 * 100);
        assertThat(without("page paged", 2, false, 100)).isZero();
    }

    /**
     * Surges for a minute in each of 48 hours, or in every third of them. Returns the cost of the hours without this
     * decision, in USD.
     */
    private double without(String decision, int week, boolean third, double usd) {
        double without = 0;
        for (int hour = 0; hour < 48; hour++) {
            if (third && hour % 3 != 1) continue;
            long begins = (100L + week) * WEEK + (long) hour * DataMinute.HOUR;
            int before = rig.said().size();
            rig.minute(Minute.of("batch", begins).onset(begins).page(usd).demand(3_000));
            if (!rig.said().subList(before, rig.said().size()).contains(decision)) without += usd;
            rig.minute(Minute.of("batch", begins + 1).onset(begins).closed(Reason.CALM));
            rig.quietUntil(begins + 30);
        }
        return without;
    }

    /**
     * This test includes detection. A function that is otherwise idle has 3,000 calls a minute of 2 s for two hours
     * each Sunday, at 6 or 50 USD an hour.
     */
    @ParameterizedTest
    @CsvSource({"6, 0", "50, 0", "50, 2"})
    void aWeeklyBatchIsThrottledOnceAtMost(double usdPerHour, int firstWeek) {
        int day = DataMinute.DAY;
        Played played = new Played(usdPerHour / 60 / 3_000 * 1e9, 2, 60_000).run(-14 * day, 6 * 7 * day, m -> {
            boolean sunday = Math.floorMod(Math.floorDiv(m, day), 7) == 6 && m >= firstWeek * 7 * day;
            int minute = Math.floorMod(m, day);
            return sunday && minute >= 180 && minute < 300 ? 3_000 : 20;
        });
        assertThat(played.when(DecisionType.THROTTLE)).as("six weeks").hasSizeLessThanOrEqualTo(1);
        List<Long> pages = played.when(DecisionType.PAGE);
        // from the third Sunday, the batch pages only above ten times the lowest threshold of a dollar
        assertThat(pages).hasSize(usdPerHour > 10 ? 6 - firstWeek : 2);
    }

    /**
     * This test includes detection. A batch costs 6 USD an hour on two Sundays. From the third Sunday, an attacker adds
     * calls to it. Up to ten times the page threshold in an hour, this does not page. Four times the batch pages at
     * once. A throttle is only proposed, because the calls of the batch are good.
     */
    @ParameterizedTest
    @CsvSource({"1.6, false", "4, true"})
    void whoHidesInAWeeklyBatchGainsTenPageThresholdsAnHour(double times, boolean told) {
        int day = DataMinute.DAY;
        int joins = 2 * 7 * day;
        Played played = new Played(USD / 60 / 3_000 * 1e9, 2, 60_000).run(-14 * day, 6 * 7 * day, m -> {
            boolean sunday = m >= 0 && Math.floorMod(Math.floorDiv(m, day), 7) == 6;
            int minute = Math.floorMod(m, day);
            if (!sunday || minute < 180 || minute >= 300) return 20;
            return 3_000 * (m >= joins ? times : 1);
        });
        int third = joins + 6 * day + 180;
        assertThat(played.when(DecisionType.PAGE).stream().anyMatch(m -> m >= third && m < third + 10))
                .isEqualTo(told);
        assertThat(played.when(DecisionType.PROPOSE).stream().anyMatch(m -> m >= third && m < third + 60))
                .isEqualTo(told);
        assertThat(played.when(DecisionType.PAGE).stream().filter(m -> m >= third))
                .as("known by then, it still exceeds ten page thresholds")
                .hasSizeBetween(told ? 3 : 0, told ? 4 : 0);
    }
}
