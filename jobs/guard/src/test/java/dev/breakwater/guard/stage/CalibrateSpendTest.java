package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.calibrate.CalibrationReport;
import dev.breakwater.engine.calibrate.CalibrationReport.Verdict;
import dev.breakwater.engine.calibrate.CalibrationTerms;
import dev.breakwater.engine.calibrate.CalibrationTerms.InitShare;
import dev.breakwater.guard.convert.MoneyEvents;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.model.AlarmAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalibrateSpendTest {

    private static final long USD = 1_000_000_000L;
    /** 2026-03-01T00:00Z. */
    private static final long MARCH = Given.START - Given.DAY;

    private StageRig<AccountMoney, CalibrationReport> rig;

    @BeforeEach
    void open() throws Exception {
        rig = rig(CalibrationTerms.DEFAULT);
    }

    private static StageRig<AccountMoney, CalibrationReport> rig(CalibrationTerms terms) throws Exception {
        return new StageRig<>(
                () -> new WithFleet<>(new CalibrateSpend(terms, 30), Map.of()), AccountMoney::account, List.of());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Our count is one USD in a quarter of an hour. The bill is a fifth higher and arrives four hours later. */
    @Test
    void learnsWhatTheBillMakesOfOurCount() throws Exception {
        spend(MARCH, 6 * Given.DAY, 0);
        assertThat(rig.out())
                .extracting(CalibrationReport::verdict)
                .startsWith(Verdict.FIRST)
                .contains(Verdict.ACCEPTED);
        CalibrationReport last = rig.out().get(rig.out().size() - 1);
        assertThat(last.factor()).isCloseTo(1.2, within(.03));
        assertThat(last.low()).isLessThan(1.2);
        assertThat(last.high()).isGreaterThan(1.2);
    }

    @Test
    void aBillBeyondWhatIsExplainedIsToldOnce() throws Exception {
        spend(MARCH, 6 * Given.DAY, 0);
        List<AlarmEvent> told = told();
        assertThat(told).singleElement().satisfies(e -> {
            assertThat(e.action()).isEqualTo(AlarmAction.TRIGGER);
            assertThat(e.summary()).contains("cold starts", "stays unexplained");
        });
    }

    @Test
    void aBillThatPeopleHaveExplainedIsNoAlarm() throws Exception {
        rig.close();
        CalibrationTerms regions = new CalibrationTerms(InitShare.ASSUMED, .3, 0, .05);
        rig = rig(regions);
        spend(MARCH, 6 * Given.DAY, 0);
        assertThat(rig.out()).extracting(CalibrationReport::verdict).contains(Verdict.ACCEPTED);
        assertThat(told()).isEmpty();
    }

    private List<AlarmEvent> told() {
        List<AlarmEvent> told = new ArrayList<>();
        for (CalibrationReport r : rig.out()) MoneyEvents.of(r, new ListCollector<>(told));
        return told;
    }

    @Test
    void aChargeThatIsToldBeforeItsTimeWaitsForTheSamples() throws Exception {
        rig.feed(charge(MARCH + 600, 1), MARCH);
        rig.arrive(MARCH + 600);
        assertThat(rig.out()).isEmpty();
        rig.arrive(MARCH + 631);
        assertThat(rig.out()).hasSize(1);
    }

    @Test
    void restartsChangeNothing() throws Exception {
        spend(MARCH, 3 * Given.DAY, 0);
        List<CalibrationReport> whole = List.copyOf(rig.out());
        rig.close();
        open();
        spend(MARCH, 3 * Given.DAY, 700);
        assertThat(rig.out()).isEqualTo(whole);
    }

    private void spend(long from, int minutes, int restartEvery) throws Exception {
        for (long m = from; m < from + minutes; m += 15) {
            rig.arrive(m);
            rig.feed(new AccountMoney(Given.ACCOUNT, m, USD, false, 0), m);
            long counted = (m - 240 - from) / 15;
            if (counted > 0 && (m - from) % 480 == 0) rig.feed(charge(m, 1.2 * counted), m);
            if (restartEvery > 0 && (m - from) % restartEvery < 15) rig.restart();
        }
        rig.arrive(from + minutes + 35);
    }

    private static AccountMoney charge(long minute, double usd) {
        return new AccountMoney(Given.ACCOUNT, minute, Math.round(usd * USD), true, 0);
    }
}
