package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Reason;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A limit refuses calls until its release was observed, and all of these calls count. */
class StandingLimitTest {
    /** 101 refused calls of 201 would have cost as much each as the 100 that ran for 1,000 nano-USD. */
    private static final long AVERTED = 1010;

    private final Rig rig = new Rig().knows("shop", -1);

    @BeforeEach
    void throttled() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("held above-throttle-line");
    }

    private static Minute refusing(long minute) {
        return Minute.of("shop", minute).demand(201).cost(1000, 12).refused(101);
    }

    /** Ends the lease, while AWS refuses to restore the earlier value. */
    private void releaseFails() {
        rig.aws.fails(Call.Kind.RESTORE, Result.DENIED, "not authorized");
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.mode = Mode.ENFORCE;
        assertThat(rig.said()).endsWith("release enforcement-off");
    }

    private void released() {
        rig.aws.works();
        rig.follows(3 * Rig.MINUTE);
        assertThat(rig.said()).contains("given-back enforcement-off");
    }

    private IncidentState open() {
        return rig.state.incidents.open.values().iterator().next();
    }

    private IncidentState closed() {
        return rig.state.incidents.ended.values().iterator().next();
    }

    @Test
    void countsOnUntilTheReleaseWasObserved() {
        rig.minute(refusing(101).page(20));
        releaseFails();
        rig.minute(refusing(102).warn(1));
        assertThat(open().worth.avertedNano).isEqualTo(2 * AVERTED);
        assertThat(open().worth.refusedMilli).isEqualTo(2 * Math.round(101 * 10_000 / 201.0));
        released();
        long after = rig.now / Rig.MINUTE;
        rig.minute(refusing(after).warn(1));
        assertThat(open().worth.avertedNano).as("refused by something else").isEqualTo(2 * AVERTED);
    }

    /** A person may ask for a limit at any second, and a hold of three minutes has only two whole minutes. */
    @Test
    void countsWhatWasRefusedInTheMinuteInWhichItWasSetButNotWhatWasRefusedBefore() {
        Rig other = new Rig().knows("shop", -1);
        other.restateEvery = Duration.ofMinutes(1);
        other.now = 101 * Rig.MINUTE + 27_000;
        other.minute(Minute.of("shop", 100).page(20).refused(21));
        other.minute(refusing(101).page(20));
        IncidentState open = other.state.incidents.open.values().iterator().next();
        assertThat(open.worth.avertedNano).as("80 calls of 10").isEqualTo(800);
        assertThat(open.worth.refusedMilli).isEqualTo(Math.round(80 * 10_000 / 201.0));
    }

    @Test
    void countsAMinuteBeforeTheReleaseThatComesAfterIt() {
        releaseFails();
        rig.follows(3 * Rig.MINUTE);
        released();
        rig.minute(refusing(102).warn(1));
        assertThat(open().worth.avertedNano).isEqualTo(AVERTED);
    }

    @Test
    void countsOnInAClosedIncidentWhileItsLimitStands() {
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        rig.minute(refusing(102).calm());
        assertThat(closed().worth.avertedNano).isEqualTo(AVERTED);
        IncidentSnapshot shown = rig.last.standings.get(0);
        assertThat(shown.money().averted()).isEqualTo(AVERTED);
        assertThat(shown.times().minute()).isEqualTo(102);
        releaseFails();
        rig.minute(refusing(103).calm());
        released();
        IncidentSnapshot over = rig.all.incidents.get(0);
        assertThat(over.money().averted()).isEqualTo(2 * AVERTED);
        assertThat(over.money().refusedGood()).isEqualTo(Math.round(2 * 101 * 10 / 201.0));
        assertThat(over.times().endedAt())
                .as("the surge ended at its last evidence")
                .isEqualTo(102 * Rig.MINUTE);
    }

    @Test
    void aLimitThatAPersonReplacedCountsNoMore() {
        rig.minute(refusing(101).page(20));
        rig.handsOff("shop");
        rig.follows(3 * Rig.MINUTE);
        rig.minute(refusing(rig.now / Rig.MINUTE).warn(1));
        assertThat(open().worth.avertedNano).isEqualTo(AVERTED);
    }

    @Test
    void aCalmFunctionOpensNoIncident() {
        rig.minute(Minute.of("other", 101).calm().refused(5));
        assertThat(rig.state.incidents.open).hasSize(1);
        assertThat(rig.last.decisions).isEmpty();
    }

    @Test
    void nothingIsKeptAfterTheIncident() {
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        releaseFails();
        assertThat(rig.state.limits.released).isNotEmpty();
        released();
        rig.follows(Rig.MINUTE);
        assertThat(rig.state.limits.released).isEmpty();
    }
}
