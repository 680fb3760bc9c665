package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conditions for a throttle in addition to a surge, and which functions are throttled if only a few may be. */
class EvidenceTest {
    private final Rig rig = new Rig()
            .knows("shop", -1)
            .knows("a", -1)
            .knows("b", -1)
            .knows("c", -1)
            .knows("d", -1);

    private void live() {
        rig.restateEvery = Duration.ofMinutes(1);
    }

    @Test
    void aSurgeThatIsOverIsToldNotThrottled() {
        rig.minute(Minute.of("shop", 100).page(20).over());
        assertThat(rig.said()).containsExactly("open surge", "page paged", "refuse surge-over");
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.said()).endsWith("throttle above-throttle-line");
    }

    @Test
    void whatABacklogTellsOfIsNotThrottled() {
        live();
        rig.now = 109 * Rig.MINUTE;
        // the sample is eight minutes old; the source is assumed to take two minutes, and three more are tolerated
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("refuse stale");
    }

    @Test
    void aSlowSourceIsKnownByWhatItTakesWhileItKeepsPace() {
        live();
        for (long m = 0; m < 60; m++) {
            rig.now = (m + 1 + 6) * Rig.MINUTE;
            rig.minute(Minute.of("calm", m).warn(1));
        }
        rig.now = (61 + 6) * Rig.MINUTE;
        rig.minute(Minute.of("shop", 60).page(20));
        assertThat(rig.said()).contains("throttle above-throttle-line");
    }

    @Test
    void whatASourceTakesIsMeasuredWhileItKeepsPaceAndIsTenMinutesAtMost() {
        live();
        arrives(0, 7 * Rig.MINUTE);
        assertThat(rig.state.pace.delay).as("one minute shows no pace").isZero();
        arrives(1, 8 * Rig.MINUTE);
        assertThat(rig.state.pace.delay)
                .as("2 minutes, and a tenth of the 4 more")
                .isEqualTo(144_000);
        arrives(2, 8 * Rig.MINUTE + 29_999);
        assertThat(rig.state.pace.delay).as("faster than the clock: a backlog").isEqualTo(144_000);
        arrives(3, 8 * Rig.MINUTE + 59_999);
        assertThat(rig.state.pace.delay).as("half a minute is pace").isEqualTo(159_600);
        arrives(3, 9 * Rig.MINUTE + 30_000);
        assertThat(rig.state.pace.delay).as("nothing moved on").isEqualTo(159_600);
        for (long m = 4; m < 20; m++) arrives(m, (m + 200) * Rig.MINUTE);
        assertThat(rig.state.pace.delay).isEqualTo(10 * Rig.MINUTE);
    }

    private void arrives(long minute, long at) {
        rig.now = at;
        rig.minute(Minute.of("calm", minute));
    }

    @Test
    void beforeSevenDaysAreKnownItIsOnlyProposed() {
        live();
        rig.minute(Minute.of("shop", 100).page(20).firstWeek());
        assertThat(rig.said()).endsWith("propose first-week");
        assertThat(rig.all.decisions).last().extracting(Decision::limit).isEqualTo(12);
        assertThat(rig.told()).endsWith("UPDATE critical first-week");
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void whatWasNotReadIsNotThrottled() {
        live();
        rig.facts.clear();
        rig.facts.add(new FunctionFacts(
                Minute.ACCOUNT,
                Minute.REGION,
                "shop",
                1024,
                "x86_64",
                900,
                ReservationFacts.of(-1),
                -1,
                null,
                TriggerFacts.UNKNOWN,
                Capacity.NONE));
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("refuse not-read");
    }

    @Test
    void placesGoToTheCostliestAndTiesByName() {
        rig.radius = new BlastRadius(2, 1, 10, 100);
        rig.minute(
                Minute.of("a", 100).page(20),
                Minute.of("b", 100).page(90),
                Minute.of("c", 100).page(50),
                Minute.of("d", 100).page(50));
        assertThat(rig.state.limits.leases).containsOnlyKeys("b", "c");
    }

    @Test
    void whatPagesTogetherIsOnePageThatListsItByCostAndFollowsItToTheEnd() {
        rig.together = 3;
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(
                Minute.of("a", 100).page(20).billed(0.5),
                Minute.of("b", 100).page(90),
                Minute.of("c", 100).page(50),
                Minute.of("d", 100).warn(5));
        assertThat(rig.told()).containsExactly("TRIGGER critical fleet-page");
        FleetStatus status = rig.all.events.get(0).fleet();
        assertThat(status.present()).isTrue();
        assertThat(FleetStatus.NONE.present()).isFalse();
        assertThat(status.surges()).extracting(FleetStatus.Surge::usdPerHour).containsExactly(90.0, 50.0, 10.0);
        assertThat(status.surges()).extracting(FleetStatus.Surge::name).containsExactly("b", "c", "a");
        assertThat(status.functions()).containsExactly("b", "c", "a");
        assertThat(status.surges().get(0).hold().stage()).isEqualTo(Hold.Stage.HELD);
        assertThat(status)
                .extracting(FleetStatus::all, FleetStatus::taken, FleetStatus::places)
                .containsExactly(3, 1, 1);
        assertThat(rig.all.events.get(0).money().excess()).isEqualTo(2_500_000_000L);
        assertThat(rig.all.events.get(0).money().excessHour()).isEqualTo(150 * Minute.USD);
        assertThat(rig.all.events.get(0).money().demandHour()).isEqualTo(160 * Minute.USD);
        assertThat(rig.state.incidents.open.values())
                .as("being listed counts as paged")
                .filteredOn(i -> i.notices.pagedAt > 0)
                .hasSize(3);
        rig.minute(Minute.of("a", 101).page(20));
        assertThat(rig.told()).as("and nobody is paged twice").hasSize(1);
        for (String f : new String[] {"a", "b", "c"}) {
            rig.minute(Minute.of(f, 110).lastEvidence(101).closed(Reason.CALM));
        }
        assertThat(rig.all.events).last().extracting(e -> e.money().averted()).isEqualTo(880_000_000L);
        rig.quietUntil(140);
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical fleet-page");
        assertThat(rig.said()).containsOnlyOnce("close fleet-page");
        assertThat(rig.told()).filteredOn(t -> t.startsWith("TRIGGER")).hasSize(1);
    }

    @Test
    void twoThatPageTogetherHavePagesOfTheirOwn() {
        rig.together = 3;
        rig.minute(
                Minute.of("a", 100).page(20),
                Minute.of("b", 100).page(90),
                Minute.of("c", 100).warn(5));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge", "TRIGGER critical surge");
    }

    @Test
    void theFleetPageEndsFiveMinutesAfterTheLastRefusalWhereAPlaceIsFree() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(Minute.of("a", 100).page(20), Minute.of("b", 100).page(90));
        rig.handsOff("b");
        rig.quietUntil(120);
        assertThat(rig.when(DecisionType.CLOSE)).containsExactly(5L);
        assertThat(rig.told()).endsWith("RESOLVE critical fleet-page");
    }

    @Test
    void theFleetPageStandsWhileAnHoursThrottlesAreSpent() {
        rig.radius = new BlastRadius(5, 1, 1, 100);
        rig.minute(Minute.of("a", 100).page(20), Minute.of("b", 100).page(90));
        rig.quietUntil(159);
        assertThat(rig.told()).doesNotContain("RESOLVE critical fleet-page");
        rig.quietUntil(160);
        assertThat(rig.told()).contains("RESOLVE critical fleet-page");
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "5, 0"})
    void whereNothingMayBeHeldTheFleetPageEndsAllTheSame(int atOnce, int perHour) {
        rig.radius = new BlastRadius(atOnce, 1, perHour, 100);
        rig.minute(Minute.of("a", 100).page(20));
        assertThat(rig.told()).contains("TRIGGER critical fleet-page");
        rig.quietUntil(106);
        assertThat(rig.told()).endsWith("RESOLVE critical fleet-page");
    }

    @Test
    void theFleetPageEndsWithTheRecordingAndWhereNobodyIsToldAnyMore() {
        rig.together = 2;
        rig.minute(Minute.of("a", 100).page(20), Minute.of("b", 100).page(90));
        rig.took(rig.control().onEndOfInput(StateCopy.of(rig.state), rig.now));
        assertThat(rig.told()).containsExactly("TRIGGER critical fleet-page", "RESOLVE critical fleet-page");
        rig.all.events.clear();
        rig.mode = Mode.OBSERVE;
        rig.tick();
        assertThat(rig.told()).containsExactly("RESOLVE critical fleet-page");
    }

    @Test
    void theFleetPageIsOverSoonAfterPlacesAreFree() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(Minute.of("a", 100).page(20), Minute.of("b", 100).page(90));
        rig.minute(Minute.of("a", 101).lastEvidence(100).closed(Reason.CALM));
        rig.minute(Minute.of("b", 102).lastEvidence(101).closed(Reason.CALM));
        int held = 0;
        for (long m = 103; m < 160 && !rig.told().contains("RESOLVE critical fleet-page"); m++) {
            rig.quietUntil(m);
            if (!rig.state.limits.leases.isEmpty()) held++;
        }
        assertThat(held)
                .as("it stands while the one place is taken, which is for minutes")
                .isBetween(15, 30);
        assertThat(rig.told()).contains("RESOLVE critical fleet-page");
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void whatIsToldInUsdWasBilled() {
        rig.minute(Minute.of("shop", 100).page(60).billed(0.01));
        IncidentSnapshot event = rig.all.events.get(0);
        assertThat(event.money().excessHour()).isEqualTo(Minute.USD * 6 / 10);
        assertThat(event.money().excess()).isEqualTo(Minute.USD / 100);
        assertThat(event.money().demandHour()).as("under its own name").isEqualTo(60 * Minute.USD);
        assertThat(rig.all.decisions).isNotEmpty().allMatch(d -> d.usdPerHour() == 0.6);
        rig.minute(Minute.of("shop", 101).billed(0.01).closed(Reason.CALM));
        rig.quietUntil(140);
        assertThat(rig.all.incidents.get(0).money().excess()).isEqualTo(2 * Minute.USD / 100);
        assertThat(rig.all.events).last().extracting(e -> e.money().averted()).isEqualTo(880_000_000L);
    }
}
