package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.FleetStatus.Surge;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A live run that starts without state, and a live run that has lost its state. */
class FirstHoursTest {

    private final Rig rig = new Rig();

    @BeforeEach
    void live() {
        rig.mode = Mode.ALERT;
        rig.restateEvery = Duration.ofMinutes(1);
        for (int i = 0; i < 8; i++) rig.knows("f" + i, -1);
    }

    @Test
    void aFirstStartTellsInOneAlertOfWhatGoesOnAndWritesDownWhatIsOver() {
        List<Minute> past = new ArrayList<>();
        int[] ended = {3, 10, 20, 29, 40};
        for (int i = 0; i < ended.length; i++) flood(past, "f" + i, 200 - ended[i]);
        flood(past, "f6", 200);
        flood(past, "f7", 198);
        rig.minute(past.toArray(Minute[]::new));
        assertThat(rig.told()).containsExactly("TRIGGER critical fleet-page");
        assertThat(rig.said()).filteredOn("page paged"::equals).hasSize(7);
        assertThat(rig.state.incidents.open.values())
                .filteredOn(i -> i.notices.isTold())
                .extracting(i -> i.scope.key())
                .containsExactlyInAnyOrder("f6", "f7");
    }

    @Test
    void onlyOneThatGoesOnHasAnAlertOfItsOwnAndWhatBeginsAgainIsTold() {
        List<Minute> past = new ArrayList<>();
        flood(past, "f0", 180);
        flood(past, "f1", 199);
        rig.minute(past.toArray(Minute[]::new));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge");
        assertThat(rig.all.events.get(0).scope().key()).isEqualTo("f1");
        rig.minute(Minute.of("f0", 201).page(20));
        assertThat(rig.told()).filteredOn("TRIGGER critical surge"::equals).hasSize(2);
    }

    @Test
    void whatArrivesLateOfAPastThatIsReadInOrderIsNotTold() {
        rig.now = 240 * Rig.MINUTE;
        for (int m = 190; m < 200; m++) rig.minute(Minute.of("f0", m).page(20));
        assertThat(rig.told()).isEmpty();
        rig.now = 251 * Rig.MINUTE;
        rig.minute(Minute.of("f0", 200).page(20));
        assertThat(rig.told()).as("ten minutes after the start").containsExactly("TRIGGER critical surge");
    }

    @Test
    void aRunWithStateTellsOfAllAsItComes() {
        rig.minute(Minute.of("f5", 100).page(20));
        rig.now = 200 * Rig.MINUTE;
        List<Minute> past = new ArrayList<>();
        flood(past, "f0", 190);
        rig.minute(past.toArray(Minute[]::new));
        assertThat(rig.told()).filteredOn("TRIGGER critical surge"::equals).hasSize(2);
    }

    @Test
    void aClosedIncidentOfAnOlderStateEndsIfItsLimitIsAnotherIncidentsNow() {
        rig.mode = Mode.ENFORCE;
        rig.minute(Minute.of("f0", 100).page(20));
        rig.minute(Minute.of("f0", 110).lastEvidence(101).closed(Reason.CALM));
        assertThat(rig.state.incidents.ended).as("still held").hasSize(1);
        rig.state.limits.leases.get("f0").incident = "another";
        rig.state.limits.all.values().forEach(limit -> limit.intent.incident = "another");
        rig.follows(Rig.MINUTE);
        assertThat(rig.state.incidents.ended).isEmpty();
        assertThat(rig.told()).last().asString().startsWith("RESOLVE");
    }

    @Test
    void stateThatWasLostWhileHeldIsToldAgainOfWhatGoesOn() {
        rig.mode = Mode.ENFORCE;
        rig.minute(Minute.of("f0", 100).page(20));
        String incident = rig.state.incidents.open.values().iterator().next().id;
        lose();
        found("f0", incident, 340);
        rig.minute(Minute.of("f0", 101).page(20));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge");
        assertThat(rig.all.events.get(0).dedupKey()).isEqualTo("breakwater/" + incident);
        rig.minute(Minute.of("f0", 102).page(20));
        assertThat(rig.told()).as("once").hasSize(1);
        rig.minute(Minute.of("f0", 140).lastEvidence(102).closed(Reason.CALM));
        rig.quietUntil(500);
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical calm");
    }

    @Test
    void forTwoHoursNothingIsResolvedOfWhichNoDataSpoke() {
        rig.mode = Mode.ENFORCE;
        rig.now = 100 * Rig.MINUTE;
        found("f0", "0123456789ab", 130);
        rig.follows(4 * Rig.MINUTE);
        rig.quietUntil(218);
        assertThat(rig.said()).contains("given-back max-hold");
        assertThat(rig.told()).noneMatch(t -> t.startsWith("RESOLVE"));
        assertThat(rig.state.incidents.ended).hasSize(1);
        rig.quietUntil(219);
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical adopted");
        assertThat(rig.state.incidents.ended).isEmpty();
    }

    @Test
    void theAlertOfWhatGoesOnNamesAllOfIt() {
        List<Minute> past = new ArrayList<>();
        flood(past, "f0", 200);
        flood(past, "f1", 200);
        rig.minute(past.toArray(Minute[]::new));
        assertThat(rig.all.events.get(0).fleet().surges())
                .extracting(Surge::name)
                .containsExactly("f0", "f1");
    }

    private void lose() {
        rig.state = new ControlState();
        rig.all.events.clear();
    }

    /** A flood of half an hour. Every minute up to the 200th is judged. */
    private static void flood(List<Minute> past, String function, int end) {
        for (int m = end - 30; m <= end; m++)
            past.add(Minute.of(function, m).onset(end - 30).page(20));
        for (int m = end + 1; m <= 200; m++) {
            Minute calm = Minute.of(function, m).onset(end - 30).lastEvidence(end);
            past.add(m - end == 30 ? calm.closed(Reason.CALM) : calm);
            if (m - end == 30) break;
        }
    }

    /** A limit of an earlier run that is still set and that the ledger knows. */
    private void found(String function, String incident, long until) {
        rig.aws.set(function, Lever.RESERVATION, 12);
        rig.begins(new KnownLease(
                function, Lever.RESERVATION, "a1", incident, List.of(12), -1, false, until * Rig.MINUTE, false, 0, 0));
    }
}
