package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.incident.Rings;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the limit on how often an account and region notifies people, whatever an attacker does. */
class RingsTest {

    private final Rig rig = new Rig();
    private long minute = 1_000;
    private int functions;

    RingsTest() {
        rig.mode = Mode.ALERT;
        rig.pageNano = 5 * Minute.USD;
    }

    @Test
    void beyondTenKeysAnHourThereIsOneFleetKey() {
        tenKeys();
        flood(20);
        assertThat(rings(rig)).hasSize(11).last().isEqualTo("TRIGGER 0");
        assertThat(lastRing().dedupKey()).startsWith(FleetStatus.KEY);
        for (int i = 0; i < 10; i++) flood(20);
        assertThat(rings(rig)).as("each makes less than a fifth of the sum").hasSize(11);
        assertThat(last().fleet().heldBack()).isEqualTo(11);
    }

    @Test
    void inFleetModeWhatPagesRingsOnceAnHour() {
        tenKeys();
        flood(20);
        minute += 30;
        flood(20);
        minute += 26;
        flood(20);
        assertThat(rings(rig)).hasSize(11);
        minute += 3;
        flood(20);
        assertThat(rings(rig))
                .as("an hour after the last, for all three")
                .hasSize(12)
                .last()
                .isEqualTo("UPDATE 1");
        minute += 59;
        step();
        assertThat(rings(rig)).as("nothing new").hasSize(12);
    }

    @Test
    void inFleetModeASumThatHasDoubledRings() {
        tenKeys();
        flood(20);
        all(39);
        assertThat(rings(rig)).hasSize(11);
        all(40);
        assertThat(rings(rig)).as("440 over 220").hasSize(12);
        all(60);
        assertThat(rings(rig)).hasSize(12);
    }

    @Test
    void inFleetModeAnUnheldIncidentThatMakesAFifthOfTheSumRingsSixTimesAnHour() {
        tenKeys();
        flood(20);
        for (int i = 0; i < 9; i++) {
            long sum = rig.state.incidents.open.values().stream()
                    .mapToLong(x -> x.money.billedHourNano)
                    .sum();
            flood(sum / 1e9 / 3);
        }
        assertThat(rings(rig)).hasSizeBetween(11 + 6, 11 + 6 + 4);
        assertThat(rig.state.fleetPage.rangAloneAt).hasSize(6);
    }

    @Test
    void fleetModeEndsTwoHoursAfterTheLastNewCriticalOne() {
        tenKeys();
        flood(20);
        minute += 117;
        flood(20);
        assertThat(last().dedupKey()).startsWith(FleetStatus.KEY);
        minute += 117;
        flood(9);
        assertThat(last().dedupKey()).as("an error, still told with the others").startsWith(FleetStatus.KEY);
        minute += 15;
        flood(20);
        assertThat(lastRing().dedupKey()).doesNotStartWith(FleetStatus.KEY);
    }

    @Test
    void anAlertThatMayNotRingAgainIsToldOfInTheFleetPage() {
        String first = flood(20);
        for (int i = 0; i < 9; i++) flood(20);
        rig.minute(AlertsTest.page(first, minute++, 200));
        assertThat(rings(rig)).hasSize(11);
        assertThat(lastRing().dedupKey()).startsWith(FleetStatus.KEY);
        assertThat(last().fleet().surges().get(0).name()).isEqualTo(first);
    }

    @Test
    void aNightHasTwentyFiveRingsAndNoneIsFarFromTheOneBefore() {
        List<Long> at = new ArrayList<>();
        int heard = 0;
        for (int i = 0; i < 12 * 60; i += 3) {
            flood(20 + i * i);
            if (i % 60 == 0) minute += 1;
            int now = rings(rig).size();
            if (now > heard) at.add(minute);
            heard = now;
            minute += 2;
        }
        assertThat(heard).isLessThanOrEqualTo(Rings.MOST_A_NIGHT).isGreaterThan(Rings.FREELY);
        for (int i = 1; i < at.size(); i++)
            assertThat(at.get(i) - at.get(i - 1)).isLessThanOrEqualTo(125);
    }

    @Test
    void anAlertOfOldDataThatEndsBeforeTheOutboxSendsItUsesUpNoRing() {
        rig.now = (minute + 180) * Rig.MINUTE;
        String old = flood(20);
        assertThat(rig.state.alerts.rangAt).hasSize(1);
        rig.minute(Minute.of(old, minute + 5).onset(0).lastEvidence(minute).closed(Reason.CALM));
        assertThat(rig.state.alerts.rangAt).isEmpty();
        rig.now = (minute + 10) * Rig.MINUTE;
        minute = minute + 500;
        String fresh = flood(20);
        rig.minute(Minute.of(fresh, minute + 5).onset(0).lastEvidence(minute).closed(Reason.CALM));
        assertThat(rig.state.alerts.rangAt).hasSize(1);
    }

    @Test
    void newKeysAreToldByTheirNumberAlone() {
        rig.restateEvery = Duration.ofMinutes(1);
        flood(20);
        step();
        step();
        Set<String> keys = new HashSet<>();
        for (IncidentSnapshot e : rig.all.events)
            keys.add(e.dedupKey() + e.ring().number());
        assertThat(keys).hasSize(1);
    }

    private void tenKeys() {
        for (int i = 0; i < Rings.MOST_PER_HOUR; i++) flood(20);
        assertThat(rings(rig)).hasSize(Rings.MOST_PER_HOUR).containsOnly("TRIGGER 0");
    }

    /** Another function, besides the surges that continue. */
    private String flood(double usd) {
        String name = "f" + functions++;
        rig.minute(AlertsTest.page(name, minute++, usd));
        return name;
    }

    private void all(double usd) {
        Minute[] now = rig.state.incidents.open.values().stream()
                .map(i -> AlertsTest.page(i.scope.key(), minute, usd))
                .toArray(Minute[]::new);
        minute++;
        rig.minute(now);
    }

    private void step() {
        rig.now = Math.max(rig.now, minute++ * Rig.MINUTE);
        rig.tick();
    }

    private IncidentSnapshot last() {
        return rig.all.events.get(rig.all.events.size() - 1);
    }

    private IncidentSnapshot lastRing() {
        Set<String> keys = new HashSet<>();
        IncidentSnapshot last = null;
        for (IncidentSnapshot e : rig.all.events) {
            if (e.type() != AlarmAction.RESOLVE
                    && keys.add(e.dedupKey() + '#' + e.ring().number())) last = e;
        }
        return last;
    }

    /** The keys for which a pager notifies people. These are all new keys. */
    static List<String> rings(Rig rig) {
        Set<String> keys = new HashSet<>();
        List<String> rings = new ArrayList<>();
        for (IncidentSnapshot e : rig.all.events) {
            String key = e.dedupKey() + '#' + e.ring().number();
            if (e.type() == AlarmAction.RESOLVE) keys.remove(key);
            else if (keys.add(key)) rings.add(e.type() + " " + e.ring().number());
        }
        return rings;
    }
}
