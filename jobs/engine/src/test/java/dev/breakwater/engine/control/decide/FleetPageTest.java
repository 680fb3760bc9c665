package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.incident.Rings;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which incidents an account's page reports, how long it stays open, and the minute in which it notifies people. */
class FleetPageTest {

    private static final int HOUR = 60;

    private final Rig rig = new Rig();
    private int functions;

    FleetPageTest() {
        rig.mode = Mode.ALERT;
        rig.pageNano = 5 * Minute.USD;
    }

    // tests of a page about incidents that began together

    @Test
    void moreSurgesThatBeginTogetherRingAnOpenPageThoughTheyCostLittle() {
        two(100, 20);
        rig.minute(page("solo", 400, 20), page("cron", 400, 20), page("f1", 400, 20), page("f2", 400, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    @Test
    void thePageLastsAsLongAsASurgeThatJoinedIt() {
        two(100, 20);
        rig.minute(page("post", 105, 20));
        rig.minute(calm("solo", 130), calm("cron", 130), page("post", 130, 20));
        assertThat(rig.told()).noneMatch(t -> t.startsWith("RESOLVE"));
        rig.minute(calm("post", 150).lastEvidence(130));
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical fleet-page");
    }

    @Test
    void aSurgeDoesNotJoinAPageThatOnlySaysThatThrottlesHadNoPlace() {
        rig.mode = Mode.ENFORCE;
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(page("solo", 100, 90), page("cron", 100, 80));
        assertThat(rig.told()).contains("TRIGGER critical fleet-page");
        rig.minute(page("post", 101, 20));
        assertThat(rig.told()).filteredOn("TRIGGER critical surge"::equals).hasSize(3);
    }

    @Test
    void aSurgeWithAnAlertOfItsOwnRingsThatAlertOnly() {
        two(100, 200);
        rig.minute(page("solo", 115, 200), page("cron", 115, 200), page("post", 115, 20));
        rig.minute(page("solo", 130, 200), page("cron", 130, 200), page("post", 130, 200));
        assertThat(rings()).containsExactly("TRIGGER 0", "TRIGGER 0", "UPDATE 1");
    }

    @Test
    void anAlertOfItsOwnRingsForAHigherSeverityThoughAPageRangMinutesBefore() {
        rig.minute(page("post", 100, 6));
        two(105, 500);
        rig.minute(page("post", 106, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "TRIGGER 0", "UPDATE 1");
    }

    @Test
    void aSurgeThatIsOnlyRecordedIsNotListed() {
        rig.most = Mode.OBSERVE;
        rig.together = 2;
        rig.minute(page("vip-a", 100, 20), page("vip-b", 100, 20), page("quiet", 100, 90));
        assertThat(last().fleet().functions()).containsExactly("vip-a", "vip-b");
    }

    @Test
    void tenTimesTheCostOfThePageRingsItWhoeverCausesIt() {
        two(100, 20);
        rig.minute(page("solo", 120, 20), page("cron", 120, 20), page("post", 120, 180));
        rig.minute(page("f1", 121, 179));
        assertThat(rings()).containsOnly("TRIGGER 0").hasSize(3);
        rig.minute(page("f1", 122, 180));
        assertThat(rings()).as("400 over 40").hasSize(4).endsWith("UPDATE 1");
    }

    @Test
    void aPageOfSurgesThatCostNothingRingsOnce() {
        two(100, 0);
        rig.minute(page("solo", 101, 0), page("cron", 101, 0));
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    @Test
    void thePageSumsUpWhatItsSurgesCostNow() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20).recent(30), page("cron", 100, 20).recent(50));
        assertThat(last().money().now()).isEqualTo(80 * Minute.USD);
        assertThat(last().money().averted()).isZero();
        assertThat(last().money().refusedGood()).isZero();
    }

    @Test
    void aSurgeThatSomebodyAcceptedLeavesThePage() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 20));
        assertThat(last().fleet().functions()).contains("solo", "cron");
        rig.asks(rig.request("a", Request.Kind.ACCEPT, "solo", "", rig.now + 900 * Rig.MINUTE));
        rig.minute(page("solo", 101, 20), page("cron", 101, 30));
        assertThat(last().fleet().functions()).contains("cron").doesNotContain("solo");
    }

    @Test
    void thePageForecastsWhatItsSurgesForecast() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20).growing(1.1), page("cron", 100, 20));
        Projection growing = own("solo");
        assertThat(growing.doublesIn()).isPositive();
        assertThat(own("cron").doublesIn()).isZero();
        Projection all = last().projection();
        assertThat(all.endOfDayNano())
                .isEqualTo(growing.endOfDayNano() + own("cron").endOfDayNano());
        assertThat(all.endOfMonthNano())
                .isEqualTo(growing.endOfMonthNano() + own("cron").endOfMonthNano());
        assertThat(all.doublesIn()).isEqualTo(growing.doublesIn());
    }

    private Projection own(String function) {
        return rig.all.standings.stream()
                .filter(e -> e.scope().key().equals(function))
                .reduce((a, b) -> b)
                .orElseThrow()
                .projection();
    }

    @Test
    void thePageNamesTheErrorThatKeepsALimitFromBeingSet() {
        rig.mode = Mode.ENFORCE;
        rig.together = 2;
        rig.restateEvery = Duration.ofMinutes(1);
        rig.knows("solo", -1).knows("cron", -1);
        rig.aws.fails(Call.Kind.READ, Call.Result.DENIED, "not authorized to perform: sts:AssumeRole");
        for (int m = 100; m < 103; m++) rig.minute(page("solo", m, 90), page("cron", m, 80));
        assertThat(last().fleet().surges())
                .extracting(FleetStatus.Surge::couldNot)
                .containsOnly("not authorized to perform: sts:AssumeRole");
    }

    @Test
    void thePageIsStatedEachMinuteWhileItIsOpenAndOfARecordingNever() {
        two(100, 20);
        rig.minute(page("solo", 102, 20), page("cron", 102, 20));
        assertThat(rig.all.events).hasSize(1);

        Rig live = new Rig();
        live.mode = Mode.ALERT;
        live.together = 2;
        live.restateEvery = Duration.ofMinutes(1);
        // a run without state joins what it reads at its start
        live.state.run.startedAt = 0;
        live.minute(page("solo", 100, 20), page("cron", 100, 20));
        for (int second : List.of(59, 1, 59, 1)) {
            live.now += second * 1_000L;
            live.tick();
        }
        assertThat(live.all.events)
                .extracting(IncidentSnapshot::type)
                .containsExactly(AlarmAction.TRIGGER, AlarmAction.STANDS, AlarmAction.STANDS);
    }

    // tests of a page that replaces alerts beyond the hour's limit

    @Test
    void anHourAfterTheFirstOfTenRingsTheNextAlertHasAKeyOfItsOwn() {
        tenKeys(1_000);
        flood(1_000 + HOUR, 20);
        assertThat(ownKeys()).isEqualTo(11);

        Rig sooner = new Rig();
        sooner.mode = Mode.ALERT;
        for (int i = 0; i < 10; i++) sooner.minute(page("f" + i, 1_000 + i, 20));
        sooner.minute(page("f10", 1_000 + HOUR - 1, 20));
        assertThat(sooner.told()).contains("TRIGGER critical fleet-page");
    }

    @Test
    void anErrorBeyondTheLimitBeginsTheTwoHoursToo() {
        tenKeys(1_000);
        flood(1_010, 9);
        flood(1_010 + 2 * HOUR - 1, 20);
        assertThat(ownKeys()).isEqualTo(10);
    }

    @Test
    void theTwoHoursBeginAnewWithEachCriticalSurgeAndEndToTheMinute() {
        tenKeys(1_000);
        flood(1_010, 20);
        flood(1_100, 20);
        flood(1_100 + 2 * HOUR - 1, 9);
        assertThat(ownKeys()).isEqualTo(10);
        flood(1_100 + 2 * HOUR, 1_000);
        assertThat(ownKeys()).isEqualTo(11);
    }

    @Test
    void surgesThatWaitRingAnHourAfterTheLastRingAlsoWithoutData() {
        tenKeys(1_000);
        flood(1_010, 20);
        flood(1_060, 20);
        assertThat(rings()).hasSize(11);
        assertThat(rig.last.wakeAt).as("an hour after the ring of 1010").isEqualTo((1_011 + HOUR) * Rig.MINUTE);
        rig.quietUntil(1_068);
        assertThat(rings()).hasSize(11);
        rig.quietUntil(1_072);
        assertThat(rings()).hasSize(12).last().isEqualTo("UPDATE 1");
    }

    @Test
    void surgesThatCostNothingRingOnceBeyondTheLimitToo() {
        for (int i = 0; i < 11; i++) flood(1_000 + i, 0);
        assertThat(rings()).hasSize(11);
        for (int i = 11; i < 20; i++) rig.minute(page("f0", 1_000 + i, 0));
        assertThat(rings()).hasSize(11);
    }

    @Test
    void aThrottledSurgeRingsNobodyBeyondTheLimitHoweverLargeItsPart() {
        rig.mode = Mode.ENFORCE;
        rig.radius = new BlastRadius(50, 1, 50, 0);
        rig.accountConcurrency = 10_000;
        for (int i = 0; i < 20; i++) rig.knows("f" + i, -1);
        tenKeys(1_000);
        flood(1_010, 20);
        flood(1_011, 150);
        assertThat(rig.state.limits.leases).containsKey("f11");
        assertThat(rings()).as("two fifths of the sum").hasSize(11);
    }

    @Test
    void aSeventhSurgeThatRingsAloneWaitsForAnHourAfterTheFirst() {
        tenKeys(1_000);
        flood(1_010, 20);
        double sum = 220;
        for (int i = 0; i < 6; i++, sum *= 1.4) flood(1_011 + i, sum * .4);
        assertThat(rig.state.fleetPage.rangAloneAt).hasSize(6);
        int before = rings().size();
        flood(1_010 + HOUR, sum * .4);
        assertThat(rings()).hasSize(before);
        rig.minute(page("f0", 1_011 + HOUR, 20));
        assertThat(rings()).hasSize(before + 1);
    }

    /** A proposal expires after half an hour, so its answer cannot wait for the next hourly ring. */
    @Test
    void beyondTheLimitAQuestionRingsTenMinutesAfterTheLastRing() {
        for (int i = 0; i < 20; i++) rig.knows("f" + i, -1);
        rig.accountConcurrency = 10_000;
        tenKeys(1_000);
        flood(1_010, 20);
        rig.mode = Mode.APPROVE;
        rig.minute(page("f0", 1_013, 20), page("f1", 1_013, 20));
        rig.quietUntil(1_019);
        assertThat(rings()).hasSize(11);
        rig.quietUntil(1_021);
        assertThat(rings()).hasSize(12).last().isEqualTo("UPDATE 1");
        assertThat(last().fleet().surges())
                .filteredOn(s -> s.hold().stage() == Hold.Stage.PROPOSED)
                .hasSize(2);
        rig.quietUntil(1_035);
        assertThat(rings()).as("once for both").hasSize(12);
    }

    @Test
    void thePageListsWhatCostsMostNowFirst() {
        rig.together = 2;
        rig.minute(page("solo", 100, 90).recent(1), page("cron", 100, 20).recent(50));
        assertThat(last().fleet().surges()).extracting(FleetStatus.Surge::name).containsExactly("cron", "solo");
    }

    @Test
    void aPageThatIsOpenMayNotRingBeyondTheLimitEither() {
        two(1_000, 500);
        for (int i = 0; i < 9; i++) flood(1_020 + i, 20);
        assertThat(rings()).hasSize(10);
        rig.minute(page("g1", 1_030, 20), page("g2", 1_030, 20));
        assertThat(rings()).as("beyond the ten of the hour").hasSize(10);
        assertThat(last().fleet().functions()).contains("g1", "g2");
        flood(1_030 + HOUR + 5, 20);
        assertThat(ownKeys()).as("for two hours, the page reports all").isEqualTo(9);
    }

    // tests of the limit of a night

    @Test
    void beyondTwentyRingsOfANightThePageRingsEveryTwoHoursUpToTwentyFive() {
        twentyKeys();
        flood(1_070, 20);
        assertThat(rings()).hasSize(21);
        assertThat(ownKeys()).as("the twenty-first").isEqualTo(20);
        long last = 1_070;
        for (int ring = 22; ring <= Rings.MOST_A_NIGHT; ring++, last += 2 * HOUR) {
            flood(last + 2 * HOUR - 1, 20);
            assertThat(rings()).as("before ring %d", ring).hasSize(ring - 1);
            flood(last + 2 * HOUR, 20);
            assertThat(rings()).as("ring %d", ring).hasSize(ring);
        }
        flood(last + 2 * HOUR, 20);
        assertThat(rings()).as("the night has had its rings").hasSize(Rings.MOST_A_NIGHT);
        flood(1_000 + 12 * HOUR, 20);
        assertThat(rings()).as("the first ring is of the night before").hasSize(Rings.MOST_A_NIGHT + 1);
    }

    @Test
    void aPageThatBeginsAfterTheLastRingOfANightWaitsForItsEnd() {
        twentyKeys();
        for (int i = 1; i <= 5; i++) flood(1_069 + i * 2 * HOUR, 20);
        assertThat(ownKeys()).isEqualTo(Rings.MOST_A_NIGHT);
        flood(1_700, 20);
        rig.now += 10 * Rig.MINUTE;
        rig.tick();
        assertThat(rings()).hasSize(Rings.MOST_A_NIGHT);
        assertThat(rig.told()).doesNotContain("TRIGGER critical fleet-page");
        flood(1_000 + 12 * HOUR, 20);
        assertThat(rig.told()).contains("TRIGGER critical fleet-page");
    }

    private void two(long minute, double usd) {
        rig.together = 2;
        rig.minute(page("solo", minute, usd), page("cron", minute, usd));
    }

    private void tenKeys(long from) {
        for (int i = 0; i < Rings.MOST_PER_HOUR; i++) flood(from + i, 20);
    }

    /** Two hours' rings in seventy minutes. */
    private void twentyKeys() {
        tenKeys(1_000);
        tenKeys(1_060);
        assertThat(ownKeys()).isEqualTo(Rings.FREELY);
    }

    /** Another function. */
    private void flood(long minute, double usd) {
        rig.minute(page("f" + functions++, minute, usd));
    }

    private static Minute page(String function, long minute, double usd) {
        return AlertsTest.page(function, minute, usd);
    }

    private static Minute calm(String function, long minute) {
        return Minute.of(function, minute).onset(0).lastEvidence(100);
    }

    /** The number of surges whose alert had a key of its own. */
    private long ownKeys() {
        return rig.all.events.stream()
                .filter(e -> e.type() == AlarmAction.TRIGGER && e.reason() == Reason.SURGE)
                .filter(e -> !e.dedupKey().startsWith(FleetStatus.KEY))
                .count();
    }

    private IncidentSnapshot last() {
        return rig.all.events.get(rig.all.events.size() - 1);
    }

    private List<String> rings() {
        return RingsTest.rings(rig);
    }

    /** People accepted a surge of the function earlier. A lasting change of its cost is another matter. */
    @Test
    void listsALastingChangeThoughASurgeOfItsFunctionIsAccepted() {
        Rig rig = new Rig();
        rig.mode = Mode.ALERT;
        rig.together = 2;
        rig.now = 100 * Rig.MINUTE;
        rig.asks(rig.request("a", Request.Kind.ACCEPT, "shop", "", rig.now + 900 * Rig.MINUTE));
        rig.minute(
                Minute.of("solo", 101).page(20),
                Minute.of("cron", 101).page(20),
                Minute.of("shop", 101).as(IncidentKind.LASTING_CHANGE).page(20));
        assertThat(rig.all.events)
                .singleElement()
                .satisfies(e -> assertThat(e.fleet().functions()).contains("shop"));
    }

    @Test
    void ringsEachDayForLastingChangesThatNobodyAnswers() {
        Rig rig = new Rig();
        rig.mode = Mode.ALERT;
        rig.together = 2;
        for (long day = 0; day < 3; day++) {
            long minute = 101 + day * 24 * 60;
            rig.minute(lasting("shop", minute), lasting("cron", minute));
            rig.minute(lasting("shop", minute + 60), lasting("cron", minute + 60));
        }
        assertThat(RingsTest.rings(rig)).containsExactly("TRIGGER 0", "UPDATE 1", "UPDATE 2");
    }

    /** The alert of its own may not ring, so the fleet page repeats the lasting change, and only once. */
    @Test
    void ringsOnceForALastingChangeThatIsRepeatedWhenNoAlertMayRing() {
        Rig rig = new Rig();
        rig.mode = Mode.ALERT;
        rig.minute(lasting("shop", 101));
        long day = 101 + 24 * 60;
        for (int i = 0; i < Rings.MOST_PER_HOUR; i++)
            rig.minute(Minute.of("f" + i, day + i).onset(day).page(20));
        for (int i = 0; i < 6 * 60; i++) rig.minute(lasting("shop", day + Rings.MOST_PER_HOUR + i));
        assertThat(rig.all.events)
                .filteredOn(e -> e.dedupKey().contains("/fleet/"))
                .extracting(e -> e.ring().number())
                .isNotEmpty()
                .containsOnly(0);
        assertThat(rig.now).isGreaterThan(rig.state.fleetPage.modeUntil);
    }

    private static Minute lasting(String function, long minute) {
        return Minute.of(function, minute).as(IncidentKind.LASTING_CHANGE).page(20);
    }
}
