package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.detect.account.ContributionDelta;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssessAccountsTest {

    private static final Scope ACCOUNT = Scope.account(Given.ACCOUNT, Given.REGION);
    private static final long UNIT_NANO = 50_000;
    private static final int FUNCTIONS = 12;
    private static final long SPREAD = Given.START + 3L * Given.DAY;

    private StageRig<Contribution, Assessment> rig;

    @BeforeEach
    void open() throws Exception {
        rig = rig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void saysNothingOfACalmAccount() throws Exception {
        feed(rig, Given.START, SPREAD, 20, null);
        assertThat(rig.out()).isEmpty();
    }

    @Test
    void assessesASurgeThatIsSpreadOverManyFunctions() throws Exception {
        feed(rig, Given.START, SPREAD, 20, null);
        feed(rig, SPREAD, SPREAD + 20, 400, null);
        assertThat(rig.out()).isNotEmpty().allSatisfy(a -> assertThat(a.scope()).isEqualTo(ACCOUNT));
        assertThat(rig.out()).extracting(a -> a.episode().level()).contains(Level.PAGE);
    }

    @Test
    void theOrderWithinAnArrivalMinuteDoesNotMatter() throws Exception {
        feed(rig, Given.START, SPREAD, 20, null);
        feed(rig, SPREAD, SPREAD + 20, 400, null);
        for (long seed = 1; seed <= 3; seed++) {
            try (StageRig<Contribution, Assessment> shuffled = rig()) {
                Random order = new Random(seed);
                feed(shuffled, Given.START, SPREAD, 20, order);
                feed(shuffled, SPREAD, SPREAD + 20, 400, order);
                assertThat(shuffled.everything()).as("seed %d", seed).isEqualTo(rig.everything());
            }
        }
    }

    @Test
    void decidesAMinuteWhenTheFeedIsTwoMinutesPastIt() throws Exception {
        feed(rig, Given.START, SPREAD, 20, null);
        feed(rig, SPREAD, SPREAD + 10, 400, null);
        long newest = SPREAD + 9;
        assertThat(rig.out()).last().extracting(Assessment::minute).isEqualTo(newest - 2);
        rig.watermark((newest + 1) * 60_000 - 2);
        assertThat(rig.out()).last().extracting(Assessment::minute).isEqualTo(newest - 2);
        rig.arrive(newest + 1);
        assertThat(rig.out()).last().extracting(Assessment::minute).isEqualTo(newest - 1);
        rig.arrive(newest + 2);
        assertThat(rig.out()).last().extracting(Assessment::minute).isEqualTo(newest);
    }

    @Test
    void lateContributionsJudgeTheirMinutesAgain() throws Exception {
        feed(rig, Given.START, SPREAD + 5, 20, null);
        assertThat(rig.out()).isEmpty();
        for (long m = SPREAD; m < SPREAD + 3; m++) {
            for (int f = 0; f < FUNCTIONS; f++) rig.feed(contribution(m, 9_000), SPREAD + 4);
        }
        rig.watermark((SPREAD + 5) * 60_000 - 2);
        assertThat(rig.out()).isEmpty();
        rig.arrive(SPREAD + 5);
        assertThat(rig.out())
                .extracting(Assessment::minute)
                .isSubsetOf(SPREAD, SPREAD + 1, SPREAD + 2, SPREAD + 3)
                .contains(SPREAD + 1, SPREAD + 2);
        assertThat(rig.out()).anyMatch(a -> a.readings().observed().demandPerMinute() > 9_000);
    }

    @Test
    void anOpenEpisodeIsJudgedByTheWatermarkAloneUntilItCloses() throws Exception {
        feed(rig, Given.START, SPREAD, 20, null);
        feed(rig, SPREAD, SPREAD + 20, 400, null);
        for (long m = SPREAD + 20; m < SPREAD + 120; m++) rig.arrive(m);
        assertThat(rig.out()).extracting(a -> a.episode().closed()).containsOnlyOnce(true);
        assertThat(rig.out()).last().extracting(a -> a.episode().closed()).isEqualTo(true);
        assertThat(rig.timers()).isZero();
    }

    @Test
    void endOfInputDecidesWhatWaitsAndLeavesNoTimer() throws Exception {
        feed(rig, Given.START, SPREAD, 20, null);
        feed(rig, SPREAD, SPREAD + 20, 400, null);
        rig.endInput();
        assertThat(rig.timers()).isZero();
        assertThat(rig.out()).last().extracting(Assessment::minute).isEqualTo(SPREAD + 19);
    }

    @Test
    void restartsChangeNothing() throws Exception {
        feed(rig, Given.START, SPREAD, 20, null);
        try (StageRig<Contribution, Assessment> other = rig()) {
            feed(other, Given.START, SPREAD, 20, null);
            for (long m = SPREAD; m < SPREAD + 80; m++) {
                int calls = m < SPREAD + 20 ? 400 : 20;
                feed(rig, m, m + 1, calls, null);
                feed(other, m, m + 1, calls, null);
                if (m % 3 == 0) other.restart();
            }
            assertThat(rig.out()).extracting(a -> a.episode().closed()).contains(true);
            assertThat(other.everything()).isEqualTo(rig.everything());
        }
    }

    @Test
    void judgesAGroupByABaselineOfItsOwn() throws Exception {
        Scope group = Scope.group(Given.ACCOUNT, Given.REGION, "checkout");
        for (long m = Given.START; m < SPREAD + 10; m++) {
            rig.arrive(m);
            long calls = (m < SPREAD ? 20 : 200) + m % 3;
            Contribution c = contribution(m, calls);
            for (int f = 0; f < 5; f++) rig.feed(new ContributionDelta(c, c.change(), 0).to(group, 0, 0), m);
        }
        assertThat(rig.out()).isNotEmpty().allSatisfy(a -> {
            assertThat(a.scope()).isEqualTo(group);
            assertThat(a.minute()).isGreaterThanOrEqualTo(SPREAD);
        });
        assertThat(rig.out()).extracting(a -> a.episode().level()).contains(Level.PAGE);
        assertThat(rig.out()).anyMatch(a -> a.readings().observed().demandPerMinute() >= 1_000);
    }

    /**
     * Each function contributes the same amount every minute. For one function, the second-to-last minute arrives late.
     */
    private static void feed(StageRig<Contribution, Assessment> rig, long from, long to, long calls, Random order)
            throws Exception {
        for (long m = from; m < to; m++) {
            List<Contribution> minute = new ArrayList<>();
            for (int f = 1; f < FUNCTIONS; f++) minute.add(contribution(m, calls + (f * 7L + m) % 5));
            if (m > from) minute.add(contribution(m - 1, calls));
            if (order != null) Collections.shuffle(minute, order);
            rig.arrive(m);
            for (Contribution c : minute) rig.feed(c, m);
        }
    }

    /**
     * The contribution of a function. Above 200 calls, the function counts as above normal. Its first minute also says
     * that it has a baseline.
     */
    private static Contribution contribution(long minute, long calls) {
        long cost = calls * UNIT_NANO;
        long up = calls > 200 ? 1 : 0;
        long excess = up * (cost - 20 * UNIT_NANO);
        long ready = minute == Given.START ? 1 : 0;
        return new Contribution(
                ACCOUNT, minute, 0, 0, new long[] {up, excess, excess, calls, cost, 20, 20 * UNIT_NANO, 1, cost, ready
                });
    }

    private static StageRig<Contribution, Assessment> rig() throws Exception {
        return new StageRig<>(
                () -> new WithFleet<>(new AssessAccounts(Given.recording()), Map.of()),
                c -> c.scope().id(),
                List.of(AssessFunctions.POINTS));
    }
}
