package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.detect.ScopeAssessor.Readiness;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.SettingsOf;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessFunctionsTest {

    /** The positions of sums in a contribution. */
    private static final int UP = 0;

    private static final int EXCESS = 2;
    private static final int DEMAND = 3;
    private static final int COST = 4;
    private static final int READY = 9;

    private static final Scope FUNCTION = Scope.function(Given.ACCOUNT, Given.REGION, "f");
    private static final long UNIT_NANO = 50_000;
    private static final long CALM_FOR = 3L * Given.DAY + 120;
    private static final long FLOOD = Given.START + CALM_FOR;
    private static final long FLOODED_FOR = 20;

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
    void saysNothingOfACalmFunction() throws Exception {
        calm(Given.START, FLOOD);
        assertThat(rig.out()).isEmpty();
        assertThat(rig.side(AssessFunctions.POINTS)).isEmpty();
    }

    @Test
    void aCalmFunctionTellsHowItStandsToTheGroupsThatABudgetMayThrottle() throws Exception {
        rig.close();
        rig = rig(throttling("shop"));
        calm(Given.START, Given.START + 2 * Given.DAY);
        // a change of an older minute adds nothing
        feed(Given.START + 2 * Given.DAY - 5, Given.START + 2 * Given.DAY, 90, 1);
        List<GroupWord> words = rig.side(AssessFunctions.MEMBER_STATES);
        assertThat(words).hasSize(2 * Given.DAY).extracting(GroupWord::group).containsOnly("shop");
        Assessment first = words.get(0).standing();
        Assessment last = words.get(words.size() - 1).standing();
        assertThat(first.readings().ready()).isFalse();
        assertThat(last.readings().ready()).isTrue();
        assertThat(last.minute()).isEqualTo(Given.START + 2 * Given.DAY - 1);
        assertThat(last.readings().peakConcurrency()).isBetween(3.0, 5.0);
        assertThat(last.readings().observed().concurrency()).isGreaterThan(0);
    }

    @Test
    void aLiveRunTellsTheFleetEachFiveMinutesAndEachMinuteOfASurge() throws Exception {
        rig.close();
        GuardSettings s = Given.recording();
        rig = rig(SettingsOf.books(
                s.first().policies(),
                s.control(),
                s.prices(),
                s.fleet(),
                s.first().budgets(),
                false));
        calm(Given.START, FLOOD);
        List<OutputLine> calm = List.copyOf(rig.side(AssessFunctions.FLEET));
        assertThat(calm).hasSize((int) (CALM_FOR / 5));
        flood();
        List<OutputLine> all = rig.side(AssessFunctions.FLEET);
        assertThat(all.size() - calm.size()).isGreaterThan((int) FLOODED_FOR - 5);
        FleetRow last = LedgerJson.readOwn(all.get(all.size() - 1).json(), FleetRow.class);
        assertThat(last.id()).isEqualTo(all.get(0).order()).isEqualTo(FUNCTION.functionId());
        assertThat(last.policy()).isEqualTo("default");
        assertThat(last.usdPerHour()).isGreaterThan(3 * last.expectedUsdPerHour());
        PlotMinutes first = rig.side(AssessFunctions.POINTS).get(0);
        assertThat(first.minutes()).as("an hour before the onset").startsWith(first.onset() - 60);
        assertThat(rig.side(AssessFunctions.POINTS)).hasSizeLessThanOrEqualTo((int) FLOODED_FOR);
        assertThat(plotted()).hasSizeGreaterThan((int) FLOODED_FOR + 55);
        rig.close();
        rig = rig(s);
        calm(Given.START, Given.START + 20);
        assertThat(rig.side(AssessFunctions.FLEET)).as("of a recording").isEmpty();
    }

    @Test
    void withoutABudgetThatThrottlesItsGroupItTellsNobody() throws Exception {
        rig.close();
        GuardSettings settings = throttling("other");
        rig = rig(settings);
        calm(Given.START, Given.START + 10);
        List<GroupWord> words = rig.side(AssessFunctions.MEMBER_STATES);
        assertThat(words).as("once, in case another run said that it is in").hasSize(1);
        assertThat(settings.first()
                        .policies()
                        .group("other")
                        .match()
                        .matches("f", words.get(0).tags()))
                .isFalse();
    }

    @Test
    void aGroupThatItsTagsDoNotSelectAnyMoreIsToldOnceMore() throws Exception {
        GuardSettings settings = throttling("shop", new Match("*", Map.of("team", "shop")));
        Map<String, FunctionFacts> fleet = new HashMap<>();
        for (boolean restarts : new boolean[] {false, true}) {
            rig.close();
            fleet.put(FUNCTION.functionId(), tagged("shop"));
            rig = rig(settings, fleet);
            calm(Given.START, Given.START + 2);
            fleet.put(FUNCTION.functionId(), tagged("pay"));
            if (restarts) rig.restart();
            calm(Given.START + 2, Given.START + 5);
            assertThat(rig.side(AssessFunctions.MEMBER_STATES))
                    .extracting(GroupWord::group, GroupWord::tags)
                    .containsExactly(
                            tuple("shop", Map.of("team", "shop")),
                            tuple("shop", Map.of("team", "shop")),
                            tuple("shop", Map.of("team", "pay")));
        }
    }

    private static FunctionFacts tagged(String team) {
        return new FunctionFacts(
                Given.ACCOUNT,
                Given.REGION,
                "f",
                512,
                "arm64",
                30,
                ReservationFacts.of(-1),
                -1,
                Map.of("team", team),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }

    /** The function is in the groups "shop" and "all". A budget may throttle the named group. */
    private static GuardSettings throttling(String group) {
        return throttling(group, new Match("f", Map.of()));
    }

    private static GuardSettings throttling(String group, Match shop) {
        GuardSettings s = Given.recording();
        List<Group> groups = List.of(
                new Group("shop", shop),
                new Group("all", new Match("*", Map.of())),
                new Group("other", new Match("x", Map.of())));
        PolicyBook book = new PolicyBook(
                s.first().policies().mode(),
                s.first().policies().policies(),
                groups,
                s.first().policies().radius(),
                List.of());
        BudgetStep step = new BudgetStep(1, 0, BudgetAct.THROTTLE, group);
        Budget budget = new Budget("b", ScopeKind.ACCOUNT, "*", "*", 1, 0, 0, false, List.of(step));
        return SettingsOf.books(
                book, s.control(), s.prices(), s.fleet(), new BudgetBook(List.of(budget)), s.recording());
    }

    @Test
    void saysOnceWhenTheBaselineWillBeReady() throws Exception {
        calm(Given.START, Given.START + 2 * Given.DAY);
        assertThat(rig.side(AssessFunctions.READINESS))
                .containsExactly(new Readiness(FUNCTION, Given.START, Given.START + Given.DAY));
    }

    @Test
    void assessesEachMinuteOfAFlood() throws Exception {
        calm(Given.START, FLOOD);
        int before = rig.out().size();
        flood();
        List<Assessment> flooded = rig.out().subList(before, rig.out().size());
        assertThat(flooded).isNotEmpty().allSatisfy(a -> {
            assertThat(a.scope()).isEqualTo(FUNCTION);
            assertThat(a.episode().closed()).isFalse();
            assertThat(a.readings().observed().demandPerMinute()).isEqualTo(5_000);
        });
        assertThat(flooded).extracting(a -> a.episode().level()).contains(Level.PAGE);
        assertThat(flooded)
                .extracting(Assessment::minute)
                .isSorted()
                .doesNotHaveDuplicates()
                .contains(FLOOD + 1)
                .endsWith(FLOOD + FLOODED_FOR - 1);
    }

    /**
     * Calls are refused at 5 instances, each of which costs a million nano-USD a minute. The counted cost is limited by
     * the concurrency that would be possible without our throttle.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"RESERVATION, 20, 20", "RESERVATION, -1, 1000", "QUEUE, -1, 1000", "NONE, -1, 5"})
    void whileOursIsHeldWhatCountsIsBoundByWhatWasReservedBeforeElseByTheAccount(String held, int before, int ceiling)
            throws Exception {
        rig.close();
        rig = rig(holding(held.equals("RESERVATION"), held.equals("QUEUE"), before));
        calm(Given.START, FLOOD);
        int calm = rig.out().size();
        for (long m = FLOOD; m < FLOOD + FLOODED_FOR; m++) {
            rig.arrive(m);
            rig.feed(refused(m), m);
        }
        Assessment last = rig.out().get(rig.out().size() - 1);
        assertThat(rig.out()).hasSizeGreaterThan(calm);
        assertThat(last.episode().kind()).isEqualTo(held.equals("NONE") ? IncidentKind.STARVED : IncidentKind.FLOOD);
        long counted = FLOODED_FOR * (ceiling - 5) * 1_000_000L;
        assertThat(last.amounts().excessHour())
                .isCloseTo(counted, Offset.offset(20_000_000L + counted / 10))
                .isGreaterThanOrEqualTo(last.amounts().billedHour());
        assertThat(last.amounts().billedHour()).isBetween(-20_000_000L, 20_000_000L);
    }

    @Test
    void saysTheReadingsOfACalmFunctionWhileALimitOfOursIsOnIt() throws Exception {
        rig.close();
        rig = rig(holding(true, false, -1));
        calm(Given.START, FLOOD);
        assertThat(rig.out()).hasSize((int) CALM_FOR).allMatch(Assessment::isCalm);
        Assessment.Readings last = rig.out().get((int) CALM_FOR - 1).readings();
        assertThat(last.expected().demandPerMinute()).isCloseTo(last.observed().demandPerMinute(), Offset.offset(20.0));
        assertThat(rig.side(AssessFunctions.POINTS)).as("there is no chart").isEmpty();
        flood();
        assertThat(rig.out().subList((int) CALM_FOR + 5, rig.out().size())).noneMatch(Assessment::isCalm);
    }

    /** 100 calls that ran and 900,000 that were refused. */
    private static Observation refused(long m) {
        long cost = 100 * UNIT_NANO;
        return new Observation(
                new FunctionKey(FUNCTION), m, m, 0, 0, 100, 900_000, 0, 0, 5 * 60_000_000L, 5, cost, cost * 9_001, 0);
    }

    private static GuardSettings holding(boolean reservation, boolean queue, int before) {
        GuardSettings s = Given.recording();
        FunctionFacts facts = new FunctionFacts(
                Given.ACCOUNT,
                Given.REGION,
                "f",
                512,
                "arm64",
                30,
                new ReservationFacts(before, reservation, 1),
                -1,
                Map.of(),
                new TriggerFacts(List.of(new Trigger("4f1c", LeverKind.QUEUE, true, -1, queue)), 1),
                Capacity.NONE);
        return SettingsOf.books(
                s.first().policies(),
                s.control(),
                s.prices(),
                Map.of(FUNCTION.functionId(), facts),
                s.first().budgets(),
                s.recording());
    }

    @Test
    void judgesIdleMinutesByTheWatermarkAloneUntilTheEpisodeCloses() throws Exception {
        calm(Given.START, FLOOD);
        flood();
        int before = rig.out().size();
        for (long m = FLOOD + FLOODED_FOR; m < FLOOD + FLOODED_FOR + 120; m++) rig.arrive(m);
        List<Assessment> idle = rig.out().subList(before, rig.out().size());
        assertThat(idle).extracting(a -> a.episode().closed()).containsOnlyOnce(true);
        assertThat(idle.get(idle.size() - 1).episode().closed()).isTrue();
        assertThat(idle).extracting(Assessment::minute).isSorted().doesNotHaveDuplicates();
        assertThat(idle).allMatch(a -> a.readings().observed().demandPerMinute() == 0);
        assertThat(idle.size()).isBetween(25, 60);
    }

    @Test
    void oneJumpOfTheWatermarkJudgesTheIdleMinutesLikeManySteps() throws Exception {
        calm(Given.START, FLOOD);
        flood();
        for (long m = FLOOD + FLOODED_FOR; m < FLOOD + FLOODED_FOR + 120; m++) rig.arrive(m);
        try (StageRig<Observation, Assessment> jump = rig()) {
            replay(jump, Set.of());
            jump.arrive(FLOOD + FLOODED_FOR + 119);
            assertThat(jump.out()).isEqualTo(rig.out());
        }
    }

    @Test
    void anIdleMinuteIsJudgedWhenTheFeedIsTwoMinutesPastIt() throws Exception {
        calm(Given.START, FLOOD);
        flood();
        int before = rig.out().size();
        rig.watermark((FLOOD + FLOODED_FOR + 2) * 60_000 - 2);
        assertThat(rig.out()).hasSize(before);
        rig.arrive(FLOOD + FLOODED_FOR + 2);
        assertThat(rig.out()).hasSize(before + 1);
        assertThat(rig.out().get(before).minute()).isEqualTo(FLOOD + FLOODED_FOR);
    }

    @Test
    void aMinuteThatCameAtTwoPastIsNotTakenForIdle() throws Exception {
        calm(Given.START, FLOOD);
        flood();
        int before = rig.out().size();
        long late = FLOOD + FLOODED_FOR;
        rig.watermark((late + 2) * 60_000 - 2);
        rig.feed(observation(late, late + 2, 5_000, 0), late + 2);
        rig.arrive(late + 2);
        assertThat(rig.out().subList(before, rig.out().size()))
                .extracting(a -> a.readings().observed().demandPerMinute())
                .containsExactly(5_000.0);
    }

    @Test
    void endOfInputLeavesNoTimerThatWaitsForEver() throws Exception {
        calm(Given.START, FLOOD);
        flood();
        int before = rig.out().size();
        rig.endInput();
        assertThat(rig.timers()).isZero();
        assertThat(rig.out()).hasSize(before);
    }

    @Test
    void contributionsAddUpToWhatWasObserved() throws Exception {
        calm(Given.START, FLOOD);
        feed(FLOOD - 3, FLOOD, 900, 1);
        feed(FLOOD - 1, FLOOD, 120, 1);
        flood();
        Map<Long, Long> demand = new TreeMap<>();
        Map<Long, Long> cost = new TreeMap<>();
        for (Contribution c : rig.side(AssessFunctions.CONTRIBUTIONS)) {
            assertThat(c.scope()).isEqualTo(Scope.account(Given.ACCOUNT, Given.REGION));
            demand.merge(c.minute(), c.change()[DEMAND], Long::sum);
            cost.merge(c.minute(), c.change()[COST], Long::sum);
        }
        assertThat(demand).hasSize((int) (CALM_FOR + FLOODED_FOR));
        assertThat(demand.get(FLOOD - 3)).isEqualTo(900);
        assertThat(demand.get(FLOOD - 1)).isEqualTo(120);
        assertThat(demand.get(FLOOD + 7)).isEqualTo(5_000);
        assertThat(cost).allSatisfy((m, c) -> assertThat(c).isEqualTo(demand.get(m) * UNIT_NANO));
    }

    @Test
    void aFunctionWithAPageOfItsOwnIsStillUpInItsAccountWithItsMoney() throws Exception {
        calm(Given.START, FLOOD);
        flood();
        Map<Long, Long> up = new TreeMap<>();
        Map<Long, Long> excess = new TreeMap<>();
        for (Contribution c : rig.side(AssessFunctions.CONTRIBUTIONS)) {
            up.merge(c.minute(), c.change()[UP], Long::sum);
            excess.merge(c.minute(), c.change()[EXCESS], Long::sum);
        }
        assertThat(up.get(FLOOD + FLOODED_FOR - 1)).isEqualTo(1);
        assertThat(excess.get(FLOOD + FLOODED_FOR - 1)).isGreaterThan(4_000 * UNIT_NANO);
        assertThat(up).allSatisfy((m, n) -> assertThat(n).isBetween(0L, 1L));
    }

    @Test
    void drawsTheMinutesOfAnEpisodeOnce() throws Exception {
        calm(Given.START, FLOOD);
        flood();
        assertThat(plotted()).isSorted().doesNotHaveDuplicates().endsWith(FLOOD + FLOODED_FOR - 1);
    }

    private List<Long> plotted() {
        return rig.side(AssessFunctions.POINTS).stream()
                .flatMap(p -> p.minutes().stream())
                .toList();
    }

    @Test
    void restartsInTheMiddleOfAnEpisodeChangeNothing() throws Exception {
        replay(rig, Set.of());
        try (StageRig<Observation, Assessment> other = rig()) {
            replay(other, Set.of(FLOOD - 1, FLOOD + 1, FLOOD + 9, FLOOD + FLOODED_FOR - 1));
            for (long m = FLOOD + FLOODED_FOR; m < FLOOD + FLOODED_FOR + 90; m++) {
                rig.arrive(m);
                other.arrive(m);
                if (m % 7 == 0) other.restart();
            }
            assertThat(rig.out()).extracting(a -> a.episode().closed()).contains(true);
            // as text, because AssertJ's recursive comparison takes minutes
            ObjectMapper json = new ObjectMapper().setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
            assertThat(json.writeValueAsString(other.everything()))
                    .isEqualTo(json.writeValueAsString(rig.everything()));
        }
    }

    @Test
    void forgetsAFunctionThatIsUnusedFor31Days() throws Exception {
        calm(Given.START, Given.START + 100);
        rig.arrive(Given.START + 31L * Given.DAY - 1);
        assertThat(rig.stateEntries()).isPositive();
        rig.arrive(Given.START + 32L * Given.DAY);
        assertThat(rig.stateEntries()).isZero();
        assertThat(rig.timers()).isZero();
    }

    @Test
    void oneTimerStandsForAFunctionHoweverManyDaysItIsUsed() throws Exception {
        for (int day = 0; day < 40; day++) {
            long from = Given.START + (long) day * Given.DAY;
            calm(from, from + 10);
            rig.arrive(from + 300);
            assertThat(rig.timers()).as("day %d", day).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aThousandFunctionsReportADayOverTheHourAfterItAndNotInOneMinute() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            rig.feed(
                    observation(Scope.function(Given.ACCOUNT, Given.REGION, "f" + i), Given.START, Given.START, 100, 0),
                    Given.START);
        }
        long told = 0;
        long most = 0;
        for (long m = Given.START + Given.DAY; m <= Given.START + Given.DAY + 61; m++) {
            rig.arrive(m);
            long now = rig.side(AssessFunctions.DAYS).size();
            most = Math.max(most, now - told);
            told = now;
        }
        assertThat(told).isEqualTo(1_000);
        assertThat(most).isLessThan(80);
    }

    @Test
    void aForgottenFunctionNoLongerCountsAsReady() throws Exception {
        calm(Given.START, FLOOD);
        assertThat(ready()).isEqualTo(1);
        rig.arrive(Given.START + 40L * Given.DAY);
        assertThat(ready()).isZero();
        assertThat(rig.stateEntries()).isZero();
    }

    private long ready() {
        return rig.side(AssessFunctions.CONTRIBUTIONS).stream()
                .mapToLong(c -> c.change()[READY])
                .sum();
    }

    private void replay(StageRig<Observation, Assessment> into, Set<Long> restarts) throws Exception {
        StageRig<Observation, Assessment> kept = rig;
        rig = into;
        random = new Random(11);
        calm(Given.START, FLOOD);
        for (long m = FLOOD; m < FLOOD + FLOODED_FOR; m++) {
            if (restarts.contains(m - 1)) rig.restart();
            feed(m, m, 5_000, 0);
        }
        rig = kept;
    }

    private void calm(long from, long to) throws Exception {
        for (long m = from; m < to; m++) feed(m, m, Math.round(100 + 10 * random.nextGaussian()), 0);
    }

    private void flood() throws Exception {
        for (long m = FLOOD; m < FLOOD + FLOODED_FOR; m++) feed(m, m, 5_000, 0);
    }

    private void feed(long minute, long arrival, long calls, int revision) throws Exception {
        rig.arrive(arrival);
        rig.feed(observation(minute, arrival, calls, revision), arrival);
    }

    private static Observation observation(long minute, long arrival, long calls, int revision) {
        return observation(FUNCTION, minute, arrival, calls, revision);
    }

    private static Observation observation(Scope function, long minute, long arrival, long calls, int revision) {
        return new Observation(
                new FunctionKey(function),
                minute,
                arrival,
                0,
                0,
                calls,
                0,
                0,
                0,
                calls * 100_000,
                Math.ceil(calls / 30.0),
                calls * UNIT_NANO,
                calls * UNIT_NANO,
                revision);
    }

    private static StageRig<Observation, Assessment> rig() throws Exception {
        return rig(Given.recording());
    }

    private static StageRig<Observation, Assessment> rig(GuardSettings settings) throws Exception {
        return rig(settings, settings.fleet());
    }

    private static StageRig<Observation, Assessment> rig(GuardSettings settings, Map<String, FunctionFacts> fleet)
            throws Exception {
        return new StageRig<>(
                () -> new WithFleet<>(new AssessFunctions(settings), fleet),
                o -> o.function().id(),
                List.of(
                        AssessFunctions.CONTRIBUTIONS,
                        AssessFunctions.POINTS,
                        AssessFunctions.READINESS,
                        AssessFunctions.MEMBER_STATES,
                        AssessFunctions.DAYS,
                        AssessFunctions.FLEET));
    }
}
