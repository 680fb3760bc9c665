package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.UNIT_NANO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.engine.detect.account.AccountState;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Cost thresholds use the billed cost or, while we hold a throttle, the cost that would be billed without it. The
 * function runs 100 calls a minute on 5 instances for 0.30 USD an hour. An instance therefore costs a million nano-USD
 * a minute.
 */
class BilledMoneyTest {

    private static final long USD = 1_000_000_000;
    private static final Gates GATES = new Gates(USD / 2, USD, 5 * USD);
    private static final int CALM = 8 * DAY + 600;
    private static final int USUAL = 100;
    private static final int INSTANCES = 5;

    private final Series s = new Series(1, GATES).refused(0, CALM, USUAL, 0, INSTANCES);

    @Test
    void aFunctionThatIsRefusedForLackOfConcurrencyIsStarvedNotASpender() {
        s.refused(CALM, CALM + 60, 200, 20_000, 10);
        assertThat(s.said).isNotEmpty().allSatisfy(a -> {
            assertThat(a.episode().level()).isEqualTo(Level.WARN);
            assertThat(a.episode().kind()).isEqualTo(IncidentKind.STARVED);
            assertThat(a.episode().reason()).isEqualTo(Reason.STARVED);
        });
        Assessment last = s.last();
        assertThat(last.amounts().excessHour()).as("60 USD were refused").isCloseTo(300_000_000L, within(1_000_000L));
        assertThat(last.amounts().billedHour()).isEqualTo(last.amounts().excessHour());
        assertThat(last.amounts().excess()).isCloseTo(300_000_000L, within(1_000_000L));
        assertThat(last.readings().observed().usdPerHour()).isCloseTo(.6, within(1e-6));
        assertThat(last.episode().evidence().value()).as("demand is scored").isGreaterThan(100);
    }

    @Test
    void aNeighbourWhosePoolIsGoneIsStarvedThoughItSpendsLessThanUsual() {
        s.refused(CALM, CALM + 60, 10, 3_000, 1);
        assertThat(s.last().episode().kind()).isEqualTo(IncidentKind.STARVED);
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
        assertThat(s.last().amounts().excessHour()).isNegative();
        assertThat(s.judged.up()).as("one that is up for the account").isFalse();
    }

    @Test
    void aRefusedFunctionWhoseBilledExcessIsAboveTheLineIsASpender() {
        s.refused(CALM, CALM + 60, 2_000, 20_000, 100);
        Assessment page = s.at(Level.PAGE);
        assertThat(page.episode().kind()).isEqualTo(IncidentKind.FLOOD);
        assertThat(page.episode().reason()).isEqualTo(Reason.SURGE);
        assertThat(page.amounts().recentHour()).isGreaterThan(5 * USD);
        // after the page, the surge stays a flood, whatever is refused later
        s.refused(CALM + 60, CALM + 130, 100, 20_000, 5);
        assertThat(s.last().episode().kind()).isEqualTo(IncidentKind.FLOOD);
    }

    @Test
    void aLoopOfRefusedCallsIsNotPagedForWhatItWouldCost() {
        for (int k = 0; k < 30; k++) s.refused(CALM + k, CALM + k + 1, 110, Math.pow(2, k / 2.0), 5);
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
        assertThat(s.said).isNotEmpty().allMatch(a -> a.episode().kind() == IncidentKind.STARVED);
    }

    @Test
    void theCapForYoungFunctionsCountsWhatIsBilled() {
        Series young = new Series(2, GATES).refused(0, 90, 100, 20_000, 5);
        assertThat(young.said).isEmpty();
        assertThat(young.refused(90, 120, 20_000, 0, 1_000)
                        .at(Level.PAGE)
                        .episode()
                        .reason())
                .isEqualTo(Reason.YOUNG_FUNCTION_CAP);
    }

    @Test
    void ourOwnThrottleDoesNotEndTheSurgeThatItHolds() {
        flooded();
        s.ceiling = 1_000;
        s.refused(CALM + 5, CALM + 240, USUAL, 3_900, INSTANCES);
        Assessment last = s.last();
        assertThat(last.episode().level()).isEqualTo(Level.PAGE);
        assertThat(last.episode().kind()).isEqualTo(IncidentKind.FLOOD);
        assertThat(last.amounts().excessHour()).as("3,900 calls").isCloseTo(11_700_000_000L, within(USD / 10));
        assertThat(last.amounts().billedHour()).as("nothing").isCloseTo(0, within(USD / 100));
        assertThat(last.amounts().recentHour()).isCloseTo(11_700_000_000L, within(USD / 10));
        assertThat(last.amounts().excess() - last.amounts().billed())
                .as("kept since onset")
                .isCloseTo(Math.round(235 * 3_900 * UNIT_NANO), within(USD / 10));
    }

    @Test
    void whatItWouldCostIsBoundByTheCeilingThatBindsWithoutUs() {
        flooded();
        s.ceiling = 40;
        s.refused(CALM + 5, CALM + 120, USUAL, 1_000_000, INSTANCES);
        assertThat(s.last().amounts().excessHour())
                .as("40 instances for an hour less what is expected")
                .isCloseTo(2_400_000_000L - 300_000_000L, within(USD / 100));
        s.refused(CALM + 120, CALM + 240, 0, 1_000_000, 0);
        assertThat(s.last().amounts().excessHour())
                .as("held at nothing: what an instance costs is remembered")
                .isCloseTo(2_400_000_000L - 300_000_000L, within(USD / 100));
    }

    @Test
    void aCeilingBelowTheLineMakesNoSpender() {
        s.ceiling = 10;
        s.refused(CALM, CALM + 60, USUAL, 20_000, INSTANCES);
        assertThat(s.said).as("nor is it starved: it is we who refuse").isEmpty();
    }

    @Test
    void afterTheReleaseOnlyWhatIsBilledCounts() {
        flooded();
        s.ceiling = 1_000;
        s.refused(CALM + 5, CALM + 120, USUAL, 3_900, INSTANCES);
        s.ceiling = ScopeView.NOT_HELD;
        s.refused(CALM + 120, CALM + 121, USUAL, 3_900, INSTANCES);
        assertThat(s.last().amounts().excessHour()).isCloseTo(0, within(USD / 100));
        assertThat(s.last().episode().level()).isEqualTo(Level.WARN);
    }

    @Test
    void aSurgeThatIsOverHasNoRecentExcessThoughItsHourIsFull() {
        s.refused(CALM, CALM + 20, 8_000, 0, 400);
        assertThat(s.last().amounts().recentHour()).isCloseTo(23_700_000_000L, within(USD / 10));
        s.refused(CALM + 20, CALM + 23, USUAL, 0, INSTANCES);
        assertThat(s.last().amounts().recentHour()).isCloseTo(0, within(USD / 100));
        assertThat(s.last().amounts().excessHour()).isGreaterThan(7 * USD);
        assertThat(s.last().episode().level()).isEqualTo(Level.PAGE);
    }

    @Test
    void thePresentRateOfANewSurgeLeavesOutTheMinutesBeforeIt() {
        s.refused(CALM, CALM + 1, 8_000, 0, 400);
        assertThat(s.last().amounts().billedRecent()).isCloseTo(23_700_000_000L, within(USD / 10));
        s.refused(CALM + 1, CALM + 2, 8_000, 0, 400);
        assertThat(s.last().amounts().billedRecent()).isCloseTo(23_700_000_000L, within(USD / 10));
    }

    @Test
    void aRevisedMinuteChangesWhatWasKeptByTheDifference() {
        flooded();
        s.ceiling = 1_000;
        s.refused(CALM + 5, CALM + 60, USUAL, 3_900, INSTANCES);
        long before = s.state.episode.keptNano;
        s.refused(CALM + 55, CALM + 56, USUAL, 4_900, INSTANCES);
        assertThat(s.state.episode.keptNano - before).isCloseTo(Math.round(1_000 * UNIT_NANO), within(100L));
    }

    @Test
    void refusedCallsTeachTheBaselineNothing() {
        s.refused(CALM, CALM + 120, 200, 20_000, 10);
        s.refused(CALM + 120, CALM + DAY, USUAL, 0, INSTANCES);
        assertThat(s.expectedAround(CALM + DAY)).isBetween(90.0, 110.0);
    }

    @Test
    void aGroupIsNotPagedForWhatItsMembersWereRefused() {
        AccountState sums = new AccountState();
        ScopeState group = new ScopeState();
        ScopeAssessor assessor = new ScopeAssessor();
        Scope scope = Scope.group("1", "r", "g");
        long surge = Series.START + CALM;
        for (long m = Series.START; m < surge + 30; m++) {
            long refused = m >= surge ? 20_000 : 0;
            long[] change = new long[Contribution.COUNT + 1];
            change[Contribution.DEMAND] = USUAL + refused;
            change[Contribution.COST] = Math.round(USUAL * UNIT_NANO);
            change[Contribution.DEMAND_COST] = Math.round((USUAL + refused) * UNIT_NANO);
            sums.add(new Contribution(scope, m, 0, 0, change), m);
            sums.apply(m);
            List<Assessment> said = assessor.observe(new ScopeView(group), scope, sums.minuteSums(m), m, GATES)
                    .assessments();
            assertThat(said)
                    .allMatch(a -> a.episode().kind() == IncidentKind.STARVED
                            && a.episode().level() == Level.WARN);
        }
        assertThat(group.episode.open).isTrue();
    }

    /** Five minutes in which no call is refused and the surge is known. */
    private void flooded() {
        s.refused(CALM, CALM + 5, 8_000, 0, 400);
        assertThat(s.last().episode().level()).isEqualTo(Level.PAGE);
    }
}
