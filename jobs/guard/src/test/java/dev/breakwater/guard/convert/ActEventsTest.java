package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent.Severity;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsListener.Stopped;
import dev.breakwater.core.watch.ActWatch.ActEvent;
import dev.breakwater.core.watch.ActWatch.ActReport.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActEventsTest {

    @ParameterizedTest
    @EnumSource(EffectOutcome.class)
    void everyEndSaysWhetherActsWork(EffectOutcome outcome) {
        Result expected = switch (outcome) {
            case DENIED, INVALID, NOT_ATTEMPTED -> Result.REFUSED;
            case TRANSIENT, THROTTLED, UNKNOWN -> Result.NOT_NOW;
            default -> Result.POSSIBLE;
        };
        assertThat(ActEvents.report(effect(outcome, "not attempted: denied for others")))
                .hasValueSatisfying(report -> assertThat(report.result()).isEqualTo(expected));
    }

    @Test
    void noTimeLeftMayPassByItself() {
        assertThat(ActEvents.report(effect(EffectOutcome.NOT_ATTEMPTED, "not attempted: budget")))
                .hasValueSatisfying(report -> assertThat(report.result()).isEqualTo(Result.NOT_NOW));
    }

    @Test
    void whatTheLedgerStopsIsNoFaultOfTheAccount() {
        for (String detail : List.of("not attempted: ledger", "not attempted: ledger: chain broken, line 7")) {
            assertThat(ActEvents.report(effect(EffectOutcome.NOT_ATTEMPTED, detail)))
                    .isEmpty();
        }
    }

    @Test
    void aLedgerThatLetsNothingBeginIsOneIncidentOfItsInstanceAndEnds() {
        AlarmEvent broken = ActEvents.stopped("guard-1", Stopped.THROTTLES, "line 7: the line was changed", 5);
        assertThat(broken.action()).isEqualTo(AlarmEvent.Action.TRIGGER);
        assertThat(broken.summary()).contains("no new throttle begins", "line 7: the line was changed");
        AlarmEvent full = ActEvents.stopped("guard-1", Stopped.ACTS, "no room", 6);
        assertThat(full.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(full.summary()).contains("nothing is throttled or given back", "no room");
        AlarmEvent mended = ActEvents.stopped("guard-1", Stopped.NOTHING, "", 7);
        assertThat(mended.action()).isEqualTo(AlarmEvent.Action.RESOLVE);
        assertThat(mended.dedupKey())
                .isEqualTo(full.dedupKey())
                .isEqualTo(broken.dedupKey())
                .isEqualTo("breakwater/ledger/guard-1");
    }

    @Test
    void aThrottleThatCannotBeGivenBackIsTheLoudest() {
        var throttle = new ActEvent(ActEvent.Type.TRIGGER, "1", "r", "f", "AccessDenied: no", 2, 0, 5);
        var release = new ActEvent(ActEvent.Type.UPDATE, "1", "r", "f", "AccessDenied: no", 2, 1, 5);
        assertThat(ActEvents.of(throttle).severity()).isEqualTo(Severity.ERROR);
        assertThat(ActEvents.of(release).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(ActEvents.of(release).dedupKey()).isEqualTo("breakwater/cannot-act/1");
        assertThat(ActEvents.of(release).summary()).contains("cannot be given back", "AccessDenied");
    }

    private static Effect effect(EffectOutcome outcome, String detail) {
        return new Effect(
                1, "i", "1", "r", "f", true, outcome, 5, -1, -2, 9, "inc", detail, LeverKind.QUEUE, "m", 5, "");
    }
}
