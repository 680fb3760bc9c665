package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Windows;
import dev.breakwater.engine.policy.Windows.Window;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Severity;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A function costs 8 USD an hour, and the page threshold is 1 USD above normal. A lasting change of the level is
 * reported, but a seasonal change is not.
 */
class LastingChangeTest {
    private static final int HOUR = DataMinute.HOUR;
    private static final int DAY = DataMinute.DAY;
    private static final double CALLS = 600;
    private static final double USD = 8;

    private final Played played = new Played(NanoUsd.of(USD) / CALLS / HOUR, .4, CALLS * DAY);

    /** Plays four usual weeks. Nothing is reported after the first day. */
    private static Played usual(Played played) {
        played.run(-28 * DAY, 0, m -> CALLS);
        assertThat(played.rig.all.decisions).noneMatch(d -> d.minute() > Played.START - 26 * DAY);
        played.rig.all.decisions.clear();
        played.rig.all.events.clear();
        played.rig.all.alarms.clear();
        return played;
    }

    /**
     * The minutes since the start at which a pager notified people. Each is for a new key, or for a greater number of a
     * key.
     */
    private List<Long> rings() {
        List<Long> rings = new ArrayList<>();
        int rang = -1;
        for (IncidentSnapshot e : played.rig.all.events) {
            if (e.type() == AlarmAction.RESOLVE) rang = -1;
            else if (e.ring().number() > rang) {
                rang = e.ring().number();
                rings.add(e.times().minute() + 1 - Played.START);
            }
        }
        return rings;
    }

    private IncidentState open() {
        return played.rig.state.incidents.open.values().iterator().next();
    }

    private Request accepts(String incident, Duration length) {
        long until = played.rig.now + length.toMillis();
        return played.rig.request("1", Request.Kind.ACCEPT, "f", incident, until);
    }

    @Test
    void aDoubledUnitCostPagesOnceADayForAWeekAndIsExpectedThen() {
        usual(played).times(2).run(0, 12 * DAY, m -> CALLS);
        long told = played.after(DecisionType.OPEN);
        assertThat(told).isBetween((long) 6 * HOUR, (long) DAY);
        assertThat(played.when(DecisionType.PAGE)).containsExactly(told);
        List<Long> rings = rings();
        assertThat(rings).hasSizeBetween(6, 7);
        assertThat(rings.get(0)).isEqualTo(told);
        for (int i = 1; i < rings.size(); i++)
            assertThat(rings.get(i) - rings.get(i - 1)).isEqualTo(DAY);
        assertThat(played.rig.said()).containsExactly("open lasting-change", "page paged", "close lasted-a-week");
        assertThat(played.incidents()).singleElement().satisfies(i -> {
            assertThat(i.identity().kind()).isEqualTo(IncidentKind.LASTING_CHANGE);
            assertThat(i.times().onset()).isEqualTo(Played.START);
            assertThat(i.times().notified()).isEqualTo(rings.size());
            assertThat(i.found().evidence().test()).isEqualTo(Evidence.Test.LASTING_COST);
            assertThat(i.found().evidence().value()).isCloseTo(2, within(.05));
            assertThat(i.money().excessHour() / 1e9).isCloseTo(USD, within(.2));
            assertThat(i.money().excess() / 1e9).isCloseTo(7 * 24 * USD, within(30.0));
        });
        assertThat(played.rig.all.alarms).as("one for each page").hasSameSizeAs(rings);
        assertThat(played.rig.asked()).as("throttles").isEmpty();
    }

    /** On the eighth day, the change is older than the hours whose cost is known. */
    @Test
    void aChangeThatIsFoundTwoDaysLateIsOneIncident() {
        played.run(-6 * DAY, 10 * HOUR, m -> CALLS);
        played.rig.all.decisions.clear();
        played.times(2).run(10 * HOUR, 12 * DAY, m -> CALLS);
        assertThat(played.rig.said()).containsExactly("open lasting-change", "page paged", "close lasted-a-week");
        assertThat(played.incidents())
                .singleElement()
                .satisfies(i -> assertThat(i.times().onset()).isBetween(Played.START, Played.START + 10 * HOUR));
    }

    /** 0.8 USD an hour is above the threshold of a warning and always below the threshold of a page. */
    @Test
    void belowThePageLineItIsAWarning() {
        usual(played).times(1.1).run(0, DAY, m -> CALLS);
        assertThat(played.rig.all.decisions).as("a tenth more is noise").isEmpty();
        Played small = new Played(NanoUsd.of(.8) / CALLS / HOUR, .4, 10 * CALLS * DAY);
        usual(small).times(2).run(0, 12 * DAY, m -> CALLS);
        assertThat(small.rig.said()).containsExactly("open lasting-change", "close lasted-a-week");
        assertThat(small.rig.all.events).as("nobody is woken").isEmpty();
        assertThat(small.rig.all.alarms).hasSize(1);
        assertThat(small.incidents().get(0).identity().severity()).isEqualTo(Severity.WARNING);
    }

    /** Thresholds of a hundredth of a dollar apply only to surges. */
    @ParameterizedTest
    @CsvSource({".08, 0, 0", ".5, 1, 0", "1.2, 1, 7"})
    void belowADollarAnHourNobodyIsWokenAndBelowATenthNothingIsTold(double usd, int opened, int pages) {
        Played small = new Played(NanoUsd.of(usd) / CALLS / HOUR, .4, 10 * CALLS * DAY);
        small.rig.auto = Auto.NONE;
        small.rig.warnNano = NanoUsd.of(.01);
        small.rig.pageNano = NanoUsd.of(.01);
        small.gates = new Gates(NanoUsd.of(.01), NanoUsd.of(.01), NanoUsd.of(.01), true);
        usual(small).times(2).run(0, 12 * DAY, m -> CALLS);
        assertThat(small.rig.said().stream().filter("open lasting-change"::equals))
                .hasSize(opened);
        assertThat(small.rig.all.alarms).filteredOn(a -> a.paged()).hasSize(pages);
    }

    @Test
    void whatAPersonAcceptsIsNotToldAgainAndExcusesNoSurge() {
        usual(played).times(2).run(0, DAY, m -> CALLS);
        String incident = open().id;
        played.rig.asks(accepts(incident, Duration.ofDays(30)));
        assertThat(played.rig.state.incidents.open).isEmpty();
        assertThat(played.rig.told()).endsWith("RESOLVE error accepted");
        played.rig.asks(accepts(incident, Duration.ofDays(30)));
        int said = played.rig.said().size();
        played.run(DAY, 7 * DAY, m -> CALLS);
        assertThat(played.rig.said()).hasSize(said);
        played.run(7 * DAY, 7 * DAY + 120, m -> 1.9 * CALLS);
        assertThat(played.rig.said().subList(said, played.rig.said().size())).contains("page paged");
    }

    /** The window ends before or after the change is a day old. */
    @ParameterizedTest
    @CsvSource({"-1, 1, 2, 1", "-1, 58, 2, 1", "-1, 1, 1, 1.3"})
    void aChangeThatBeginsInAWindowIsWantedAndTheNextOneIsNot(long from, long to, double cost, double calls) {
        usual(played).windows = new Windows(List.of(new Window(
                "deploy", new Match("*", Map.of()), Played.START + from * HOUR, Played.START + to * HOUR, 0, 1)));
        played.times(cost).run(0, 12 * DAY, m -> calls * CALLS);
        assertThat(played.rig.said()).doesNotContain("open lasting-change");
        played.times(2).run(12 * DAY, 14 * DAY, m -> calls * CALLS);
        assertThat(played.rig.said()).contains("open lasting-change");
    }

    @Test
    void whatGoesBackEnds() {
        usual(played).times(2).run(0, 2 * DAY, m -> CALLS).times(.5).run(2 * DAY, 5 * DAY, m -> CALLS);
        assertThat(played.rig.said()).containsExactly("open lasting-change", "page paged", "close calm");
    }

    @Test
    void aSurgeOfHoursIsNoLevel() {
        usual(played).times(2).run(0, 11 * HOUR, m -> CALLS).times(.5).run(11 * HOUR, 3 * DAY, m -> CALLS);
        assertThat(played.rig.all.decisions).isEmpty();
    }

    /** The change costs less than a surge that pages. */
    @Test
    void moreCallsAreToldAfterADay() {
        usual(played).run(0, 10 * DAY, m -> 1.3 * CALLS);
        List<IncidentSnapshot> lasting = played.incidents().stream()
                .filter(i -> i.identity().kind() == IncidentKind.LASTING_CHANGE)
                .toList();
        assertThat(lasting).singleElement().satisfies(i -> {
            assertThat(DataMinute.of(i.times().detectedAt()) - Played.START).isBetween((long) DAY, DAY + 2L * HOUR);
            assertThat(i.found().evidence().test()).isEqualTo(Evidence.Test.LASTING_CALLS);
            assertThat(i.found().evidence().value()).isCloseTo(1.3, within(.03));
            assertThat(i.money().excessHour() / 1e9).isCloseTo(.3 * USD, within(.3));
            assertThat(i.reason()).isEqualTo(Reason.LASTED_A_WEEK);
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 0", ".4, 0", ".4, 2.5", "1, 1.8"})
    void aSeasonIsNoChange(double weekend, double monthEnd) {
        // ten weeks that grow by 1 % a day
        played.run(-70 * DAY, 0, m -> season(m, weekend, monthEnd) * Math.pow(1.01, m / (double) DAY));
        assertThat(played.end().rig.all.incidents).noneMatch(i -> i.identity().kind() == IncidentKind.LASTING_CHANGE);
    }

    private static double season(int m, double weekend, double monthEnd) {
        int day = Math.floorDiv(m, DAY);
        LocalDate date = LocalDate.ofEpochDay(DataMinute.dayOf(Played.START) + day);
        double calls = CALLS * (1 - .6 * Math.cos(2 * Math.PI * Math.floorMod(m, DAY) / DAY));
        if (date.getDayOfWeek().getValue() > 5) calls *= weekend;
        if (monthEnd > 0 && date.getDayOfMonth() == date.lengthOfMonth()) calls *= monthEnd;
        return calls;
    }

    /** Calls take twice as long at night, and 1.5 times as long at weekends. */
    @ParameterizedTest
    @ValueSource(ints = {0, 12})
    void aCostThatFollowsTheClockIsNoChange(int phase) {
        double[] now = {1};
        for (int h = -28 * 24; h < 0; h++) {
            int day = Math.floorDiv(h, 24);
            double then = (Math.floorMod(h + phase, 24) < 10 ? 2 : 1) * (Math.floorMod(day, 7) > 4 ? 1.5 : 1);
            played.times(then / now[0]).run(h * HOUR, (h + 1) * HOUR, m -> CALLS);
            now[0] = then;
        }
        assertThat(played.end().rig.all.incidents).noneMatch(i -> i.identity().kind() == IncidentKind.LASTING_CHANGE);
    }
}
