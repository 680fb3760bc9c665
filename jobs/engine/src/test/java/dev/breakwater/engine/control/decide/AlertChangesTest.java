package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which changes of an incident are told, and where one incident ends and the next begins. */
class AlertChangesTest {

    private final Rig rig = new Rig();

    AlertChangesTest() {
        rig.mode = Mode.ALERT;
        for (String f : List.of("shop-cart", "shop-pay", "solo", "cron")) rig.knows(f, -1);
    }

    // tests of texts

    @Test
    void halfTheCostAndADimeLessIsANewText() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.minute(page("solo", 100, 41));
        rig.minute(page("solo", 101, 20.5));
        assertThat(updates()).isZero();
        rig.minute(page("solo", 102, 20.4));
        assertThat(updates()).isOne();
    }

    @Test
    void twiceTheCostIsANewText() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 40));
        assertThat(updates()).isOne();
    }

    @Test
    void anAlertForSeveralShowsItsFirstIncidentThoughAnotherCostsMore() {
        rig.minute(page("shop-cart", 100, 20));
        rig.minute(page("shop-cart", 101, 12), page("shop-pay", 101, 20));
        assertThat(rig.last.events).singleElement().satisfies(e -> {
            assertThat(e.type()).isEqualTo(AlarmAction.UPDATE);
            assertThat(e.scope().key()).isEqualTo("shop-cart");
        });
    }

    @Test
    void tenTimesTheCostOfAllIncidentsOfAnAlertRingsThoughNoneCostsTenTimesAsMuch() {
        rig.minute(page("shop-cart", 100, 20));
        rig.minute(page("shop-cart", 101, 20), page("shop-pay", 101, 20));
        rig.minute(page("shop-cart", 115, 100), page("shop-pay", 115, 99));
        assertThat(RingsTest.rings(rig)).containsExactly("TRIGGER 0");
        rig.minute(page("shop-cart", 116, 100), page("shop-pay", 116, 100));
        assertThat(RingsTest.rings(rig)).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    // tests of rings that nobody heard

    @Test
    void onlyAnAlertThatTheOutboxHadNotSentYetUsesUpNoRing() {
        assertThat(rangAfter(60, 0)).as("data of an hour is sent at once").isOne();
        assertThat(rangAfter(61, 4)).as("the outbox still waits").isZero();
        assertThat(rangAfter(61, 5)).as("the outbox has sent it").isOne();
    }

    /** The rings that count for an alert whose data is so old, in minutes, and that ends so much later. */
    private static int rangAfter(int age, int ends) {
        Rig old = new Rig();
        old.mode = Mode.ALERT;
        old.now = (101 + age) * Rig.MINUTE;
        old.minute(page("solo", 100, 20));
        old.now += ends * Rig.MINUTE;
        old.minute(Minute.of("solo", 101).onset(0).lastEvidence(100).closed(Reason.CALM));
        return old.state.alerts.rangAt.size();
    }

    @Test
    void aFreshAlertThatEndsAtOnceHasUsedUpItsRing() {
        assertThat(rangAfter(0, 1)).isOne();
    }

    @Test
    void anAlertOfAnEarlierRunRingsNobodyAgain() {
        rig.mode = Mode.ENFORCE;
        rig.restateEvery = Duration.ofMinutes(1);
        rig.now = 100 * Rig.MINUTE;
        long end = rig.now - 1_000;
        rig.aws.set("solo", Lever.RESERVATION, 9);
        String tag = new LeaseTag(9, 40, List.of(), end, "test", "k").text();
        rig.aws.tag("solo", Lever.RESERVATION, tag);
        rig.begins(
                new KnownLease("solo", Lever.RESERVATION, "k", "0123456789ab", List.of(9), 40, true, end, false, 0, 0));
        rig.aws.fails(Call.Kind.RESTORE, Result.DENIED, "not authorized");
        rig.follows(15 * Rig.MINUTE);
        IncidentState adopted = rig.state.incidents.ended.values().iterator().next();
        assertThat(adopted.evidence.lastMinute).isEqualTo(100);
        assertThat(rig.all.events).isNotEmpty().allMatch(e -> e.ring().number() == 0);
    }

    // tests of where an incident ends

    @Test
    void aSurgeThatBeginsWithinAQuarterOfAnHourOfTheLastEvidenceIsTheSame() {
        rig.minute(page("solo", 100, 20));
        rig.minute(Minute.of("solo", 190).onset(115).page(20));
        assertThat(rig.all.incidents).isEmpty();

        Rig other = new Rig();
        other.mode = Mode.ALERT;
        other.minute(page("solo", 100, 20));
        other.minute(Minute.of("solo", 190).onset(116).page(20));
        assertThat(other.all.incidents).hasSize(1);
    }

    @Test
    void aSurgeThatGoesOnAfterItsIncidentEndedCountsEachDollarOnce() {
        for (long end : List.of(105L, 107L)) {
            rig.minute(Minute.of("solo", end - 1).onset(90).page(20));
            rig.minute(Minute.of("solo", end).onset(90).lastEvidence(end).closed(Reason.CALM));
        }
        assertThat(rig.all.incidents)
                .extracting(i -> i.money().excess() / Minute.USD)
                .containsExactly(16L, 2L);
        rig.minute(Minute.of("solo", 108).onset(90).page(20));
        IncidentState third = rig.state.incidents.open.values().iterator().next();
        assertThat(third.money.excessNano).isEqualTo(Minute.USD);
        assertThat(third.money.billedNano).isEqualTo(Minute.USD);
    }

    @Test
    void theEndSaysWhetherTheModeOrTheCostKeptTheThrottleAway() {
        for (Mode mode : List.of(Mode.OBSERVE, Mode.ALERT, Mode.ENFORCE)) {
            Rig each = new Rig();
            each.mode = mode;
            each.minute(page("solo", 100, 6));
            each.minute(Minute.of("solo", 140).onset(0).lastEvidence(100).closed(Reason.CALM));
            assertThat(each.all.decisions)
                    .filteredOn(d -> d.type() == DecisionType.CLOSE)
                    .singleElement()
                    .satisfies(d -> assertThat(d.words())
                            .startsWith(
                                    switch (mode) {
                                        case OBSERVE -> "not throttled: " + Reason.MODE_OBSERVE.text();
                                        default -> "not throttled: the cost was at most ";
                                    }));
        }
    }

    @Test
    void aPageCountsAsOnlyRecordedUntilPeopleCouldHearOfIt() {
        rig.mode = Mode.OBSERVE;
        rig.minute(page("solo", 100, 20));
        assertThat(recordedOnly()).isTrue();
        rig.mode = Mode.ALERT;
        rig.minute(page("solo", 101, 20));
        assertThat(recordedOnly()).isFalse();
        rig.mode = Mode.OBSERVE;
        rig.minute(page("solo", 102, 20));
        assertThat(recordedOnly()).as("people were notified of it").isFalse();
    }

    @Test
    void whatAsksForAnAnswerLeavesTheFleetPageWhichEndsWithTheOthers() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 20));
        rig.minute(page("solo", 101, 20).because(Reason.NEW_NORMAL_ASKED), page("cron", 101, 20));
        rig.minute(page("solo", 130, 20), Minute.of("cron", 130).onset(0).lastEvidence(101));
        assertThat(rig.told()).contains("RESOLVE critical fleet-page");
    }

    @Test
    void anIncidentThatEndsWhileItIsThrottledIsShownWithItsEnd() {
        rig.mode = Mode.ENFORCE;
        rig.minute(page("solo", 100, 20));
        rig.minute(Minute.of("solo", 101).onset(0).lastEvidence(100).closed(Reason.CALM));
        assertThat(rig.all.incidents).isEmpty();
        assertThat(rig.last.standings).extracting(IncidentSnapshot::reason).contains(Reason.CALM);
    }

    private boolean recordedOnly() {
        return rig.state.incidents.open.values().iterator().next().notices.recordedOnly;
    }

    private long updates() {
        return rig.all.events.stream()
                .filter(e -> e.type() == AlarmAction.UPDATE)
                .count();
    }

    private static Minute page(String function, long minute, double usd) {
        return AlertsTest.page(function, minute, usd);
    }
}
