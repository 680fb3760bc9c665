package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.EarlyMinutes;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Level;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests minutes whose metrics arrive three minutes after their reports. */
class EarlyJudgementTest {

    private static final Scope FUNCTION = Scope.function(Given.ACCOUNT, Given.REGION, "f");
    private static final long UNIT_NANO = 50_000;
    private static final long BEHIND = 3;
    private static final long FLOOD = Given.START + 3L * Given.DAY + 120;

    private StageRig<Observation, Assessment> rig;
    private Random random;

    @BeforeEach
    void open() throws Exception {
        rig = rig();
        random = new Random(11);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aFloodIsToldFromAPartOfItsFirstMinute() throws Exception {
        calm(Given.START, FLOOD - BEHIND);
        reports(FLOOD, 90);
        assertThat(rig.out()).as("no more than usual").isEmpty();
        reports(FLOOD, 2_000);
        assertThat(rig.out()).singleElement().satisfies(a -> {
            assertThat(a.episode().level()).isEqualTo(Level.PAGE);
            assertThat(a.episode().reason()).isEqualTo(Reason.REPORTED);
            assertThat(a.minute()).isEqualTo(FLOOD);
            assertThat(a.readings().observed().demandPerMinute()).isEqualTo(2_000);
            assertThat(a.episode().closed()).isFalse();
        });
        reports(FLOOD, 2_100);
        assertThat(rig.out()).as("told again when it has grown by half").hasSize(1);
        reports(FLOOD, 3_500);
        assertThat(rig.out()).hasSize(2);
    }

    @Test
    void dearCallsThatEndFirstTellNothingOfAMinute() throws Exception {
        calm(Given.START, FLOOD - BEHIND);
        rig.feed(early(FLOOD, FLOOD - BEHIND, 150, 40 * UNIT_NANO), FLOOD - BEHIND);
        assertThat(rig.out()).isEmpty();
    }

    @Test
    void aFunctionThatNothingWasKnownOfIsToldWhenItPassesTheCapForYoungOnes() throws Exception {
        reports(FLOOD, Given.CENT / UNIT_NANO / 2);
        assertThat(rig.out()).isEmpty();
        reports(FLOOD, 1_000_000);
        assertThat(rig.out()).extracting(a -> a.episode().reason()).containsExactly(Reason.REPORTED);
    }

    /**
     * Early verdicts agree with the verdicts on complete minutes. Verdicts on complete minutes are the same with and
     * without early verdicts.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatIsToldOfAPartIsTrueOfTheWholeAndChangesNothingOfIt(int seed) throws Exception {
        long[] calls = surges(new Random(seed));
        run(rig, calls, new Random(seed));
        List<Assessment> early = rig.out().stream().filter(Assessment::early).toList();
        List<Assessment> whole = rig.out().stream().filter(a -> !a.early()).toList();
        List<Long> paged = whole.stream()
                .filter(a -> a.episode().level() == Level.PAGE)
                .map(Assessment::minute)
                .toList();
        assertThat(early)
                .hasSizeGreaterThan(5)
                .allSatisfy(a -> assertThat(paged).contains(a.minute()));
        try (StageRig<Observation, Assessment> without = rig()) {
            run(without, calls, null);
            assertThat(whole).isEqualTo(without.out());
            Map<String, List<Object>> sides = rig.everything();
            sides.put("out", List.copyOf(whole));
            assertThat(sides).isEqualTo(without.everything());
        }
    }

    @Test
    void whatMetricsDoNotShowIsTakenBackAndReportsAreNotBelievedEarlyForADay() throws Exception {
        calm(Given.START, FLOOD - BEHIND);
        reports(FLOOD, 9_000);
        rig.restart();
        calm(FLOOD - BEHIND, FLOOD + EarlyMinutes.CONFIRM);
        assertThat(rig.out()).as("so long they have time").hasSize(1);
        calm(FLOOD + EarlyMinutes.CONFIRM, FLOOD + EarlyMinutes.CONFIRM + 1);
        rig.arrive(FLOOD + EarlyMinutes.CONFIRM + 1);
        assertThat(rig.out()).hasSize(2).last().satisfies(a -> {
            assertThat(a.episode().closed()).isTrue();
            assertThat(a.episode().reason()).isEqualTo(Reason.UNCONFIRMED);
            assertThat(a.episode().level()).isEqualTo(Level.NONE);
        });
        reports(FLOOD + Given.DAY, 9_000);
        assertThat(rig.out()).hasSize(2);
        reports(FLOOD + Given.DAY + 1, 9_000);
        assertThat(rig.out()).hasSize(3);
    }

    @Test
    void aFunctionOfWhichNothingButReportsCameIsTakenBackTooAndForgotten() throws Exception {
        reports(FLOOD, 1_000_000);
        rig.arrive(FLOOD + EarlyMinutes.CONFIRM + 1);
        assertThat(rig.out())
                .extracting(a -> a.episode().reason())
                .containsExactly(Reason.REPORTED, Reason.UNCONFIRMED);
        rig.arrive(FLOOD + 32L * Given.DAY);
        assertThat(rig.stateEntries()).isZero();
        assertThat(rig.timers()).isZero();
    }

    /** A hundred calls a minute, and sometimes a surge of some minutes. */
    private static long[] surges(Random random) {
        long[] calls = new long[4 * Given.DAY];
        for (int m = 0; m < calls.length; m++) calls[m] = Math.round(100 + 10 * random.nextGaussian());
        for (int m = 3 * Given.DAY; m < calls.length - 60; m += 60 + random.nextInt(120)) {
            double factor = 1 + 9 * random.nextDouble();
            for (int j = random.nextInt(12); j >= 0; j--) calls[m + j] = Math.round(calls[m + j] * factor);
        }
        return calls;
    }

    /** @param parts draws the reports that arrive before each minute is complete; null for no reports */
    private void run(StageRig<Observation, Assessment> into, long[] calls, Random parts) throws Exception {
        for (int m = 0; m < calls.length; m++) {
            long minute = Given.START + m;
            into.arrive(minute);
            into.feed(whole(minute, calls[m]), minute);
            for (int ahead = 1; parts != null && ahead <= BEHIND && m + ahead < calls.length; ahead++) {
                long part = ahead == BEHIND
                        ? Math.round(calls[m + ahead] * parts.nextDouble())
                        : Math.round(calls[m + ahead] * (1 - parts.nextDouble() / 10));
                into.feed(early(minute + ahead, minute, part), minute);
            }
        }
    }

    private void calm(long from, long to) throws Exception {
        for (long m = from; m < to; m++) {
            rig.arrive(m);
            rig.feed(whole(m, Math.round(100 + 10 * random.nextGaussian())), m);
        }
    }

    private void reports(long minute, long calls) throws Exception {
        rig.feed(early(minute, minute - BEHIND, calls), minute - BEHIND);
    }

    private static Observation whole(long minute, long calls) {
        return observation(minute, minute, calls, calls * UNIT_NANO, 0);
    }

    private static Observation early(long minute, long arrival, long calls) {
        return early(minute, arrival, calls, UNIT_NANO);
    }

    private static Observation early(long minute, long arrival, long calls, long unitNano) {
        return observation(minute, arrival, calls, calls * unitNano, Observation.EARLY);
    }

    private static Observation observation(long minute, long arrival, long calls, long cost, int revision) {
        FunctionKey key = new FunctionKey(FUNCTION);
        return new Observation(
                key,
                minute,
                arrival,
                0,
                0,
                calls,
                0,
                0,
                0,
                calls * 100_000,
                Math.floor(calls / 30.0),
                cost,
                cost,
                revision);
    }

    private static StageRig<Observation, Assessment> rig() throws Exception {
        return new StageRig<>(
                () -> new WithFleet<>(
                        new AssessFunctions(Given.live()), Given.live().fleet()),
                o -> o.function().id(),
                List.of(
                        AssessFunctions.CONTRIBUTIONS,
                        AssessFunctions.READINESS,
                        AssessFunctions.SPEND,
                        AssessFunctions.FLEET,
                        AssessFunctions.ACCOUNT_SPEND));
    }
}
