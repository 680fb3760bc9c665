package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Rig rig = new Rig().knows("shop", -1);

    private void surge(Minute minute) {
        rig.minute(minute.page(20));
        rig.minute(minute.page(20));
    }

    private void refusedFor(String reason) {
        assertThat(rig.said()).containsExactly("open surge", "page paged", "refuse " + reason);
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void pagesButNeverThrottlesAProtectedFunction() {
        surge(Minute.of("vip-pay", 100));
        refusedFor("protected");
    }

    @Test
    void aPageOfAProtectedFunctionBelowTheThrottleThresholdSaysSoToo() {
        rig.minute(Minute.of("vip-pay", 100).page(2));
        rig.minute(Minute.of("vip-pay", 101).onset(100).page(2));
        refusedFor("protected");
    }

    @Test
    void needsABaseline() {
        surge(Minute.of("shop", 100).notReady());
        refusedFor("not-ready");
    }

    @Test
    void doesNotActOnOldSamples() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.now = 112 * Rig.MINUTE;
        surge(Minute.of("shop", 100));
        refusedFor("stale");
    }

    @Test
    void leavesALowerReservationAsItIs() {
        rig.facts.clear();
        rig.knows("shop", 12);
        surge(Minute.of("shop", 100));
        refusedFor("no-effect");
    }

    @Test
    void takesNoPlaceForALimitThatWhatIsInUseDoesNotReach() {
        surge(Minute.of("shop", 100).peak(1_000));
        refusedFor("no-effect");
    }

    @Test
    void takesNoPlaceForALimitOfJustWhatIsInUse() {
        surge(Minute.of("shop", 100).cost(Minute.USD, 12));
        refusedFor("no-effect");
        assertThat(rig.all.decisions)
                .last()
                .satisfies(
                        d -> assertThat(d.words()).isEqualTo("reserved concurrency 12 is safe, 12 calls run at once"));
    }

    @Test
    void keepsTheAccountsMinimumUnreserved() {
        rig.knows("other", 893);
        surge(Minute.of("shop", 100));
        refusedFor("no-headroom");
    }

    @Test
    void tellsThePagerOnceThatThereIsNoRoom() {
        rig.knows("other", 893);
        surge(Minute.of("shop", 100));
        surge(Minute.of("shop", 101));
        assertThat(rig.told())
                .filteredOn(t -> t.contains("no-headroom"))
                .hasSize(1)
                .allMatch(t -> t.startsWith("UPDATE"));
    }

    @Test
    void lowersTheLimitToWhatFitsSoLongAsTheUsualPeakDoes() {
        rig.knows("other", 892);
        surge(Minute.of("shop", 100));
        // the wanted limit is 1.5 x 8, but only 8 are left, which is also the usual peak
        assertThat(rig.limits()).containsExactly(8);
    }

    @Test
    void takesTheLastFreeConcurrencyAboveTheMinimum() {
        rig.knows("other", 888);
        surge(Minute.of("shop", 100));
        assertThat(rig.said()).endsWith("throttle above-throttle-line");
    }

    @Test
    void lowersAnExistingReservationWhateverIsLeft() {
        rig.limitAssumed = true;
        rig.facts.clear();
        rig.knows("shop", 990);
        surge(Minute.of("shop", 100));
        assertThat(rig.said()).endsWith("throttle above-throttle-line");
    }

    @Test
    void sendsOneFleetPageWhenTheRadiusIsExhaustedAndResolvesIt() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(
                Minute.of("a", 100).page(20),
                Minute.of("b", 100).page(20),
                Minute.of("c", 100).page(20));
        rig.minute(Minute.of("b", 101).page(20), Minute.of("c", 101).page(20));
        assertThat(rig.said().stream().filter("refuse radius-at-once"::equals)).hasSize(2);
        assertThat(rig.said().stream().filter("page fleet-page"::equals)).hasSize(1);
        rig.quietUntil(100 + 300);
        assertThat(rig.told().stream().filter(t -> t.endsWith("fleet-page") && !t.startsWith("UPDATE")))
                .containsExactly("TRIGGER critical fleet-page", "RESOLVE critical fleet-page");
        assertThat(rig.all.events).as("no more rings").allMatch(e -> e.ring().number() == 0);
    }

    @Test
    void setsNoMoreThanTheHourAllows() {
        rig.radius = new BlastRadius(5, 1, 2, 100);
        rig.knows("a", -1).knows("b", -1).knows("c", -1);
        for (String f : new String[] {"a", "b", "c"})
            rig.minute(Minute.of(f, 100).page(20));
        assertThat(rig.said()).contains("refuse radius-per-hour");
        assertThat(rig.state.limits.leases).hasSize(2);
    }

    @Test
    void holdsNoMoreThanTheShareOfTheFleet() {
        rig.radius = new BlastRadius(5, 0.1, 10, 100);
        rig.minute(Minute.of("a", 100).page(20), Minute.of("b", 100).page(20));
        assertThat(rig.state.limits.leases).hasSize(1);
    }

    @Test
    void isAskedForOnlyAboveTheThrottleLine() {
        rig.minute(Minute.of("shop", 100).page(10));
        assertThat(rig.state.limits.leases).isEmpty();
        rig.minute(Minute.of("shop", 101).page(10.01));
        assertThat(rig.state.limits.leases).hasSize(1);
    }

    @Test
    void anHourLaterTheNextMayBeSetThoughNobodyTickedMeanwhile() {
        rig.radius = new BlastRadius(5, 1, 1, 100);
        rig.knows("a", -1).knows("b", -1);
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("a", 159).page(20));
        assertThat(rig.said()).contains("refuse radius-per-hour");
        rig.minute(Minute.of("b", 160).page(20));
        assertThat(rig.state.limits.leases).containsKey("b").doesNotContainKey("a");
    }

    @Test
    void ofAnAssumedLimitOnlyWhatTheSettingsKeepStays() {
        rig.radius = new BlastRadius(5, 1, 10, 10);
        rig.knows("other", 970);
        surge(Minute.of("shop", 100));
        refusedFor("no-headroom");
        rig.limitAssumed = true;
        surge(Minute.of("shop", 101));
        assertThat(rig.said()).endsWith("throttle above-throttle-line");
    }

    @Test
    void aLimitThatWasReadIsNoGuess() {
        rig.radius = new BlastRadius(5, 1, 10, 10);
        rig.limitAssumed = true;
        rig.concurrencyRead = 105;
        surge(Minute.of("shop", 100));
        refusedFor("no-headroom");
    }

    @Test
    void takesNothingFromThePoolBeforeTheReservedConcurrencyWasRead() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.facts.add(new FunctionFacts(
                Minute.ACCOUNT,
                Minute.REGION,
                "unread",
                1024,
                "x86_64",
                900,
                ReservationFacts.UNKNOWN,
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE));
        surge(Minute.of("shop", 100));
        refusedFor("not-read");
        rig.concurrencyRead = 1000;
        surge(Minute.of("shop", 101).onset(100));
        assertThat(rig.said()).endsWith("throttle above-throttle-line", "held above-throttle-line");
    }

    @Test
    void whatAwsSaysIsReservedInAllCountsThoughNotAllWasRead() {
        rig.reservedInAll = 889;
        surge(Minute.of("shop", 100));
        assertThat(rig.limits()).containsExactly(11);
    }
}
