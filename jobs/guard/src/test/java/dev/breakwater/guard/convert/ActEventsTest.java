package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.watch.ActWatch.ActEvent;
import dev.breakwater.engine.watch.ActWatch.ActReport;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActEventsTest {

    private final ActEvents words = new ActEvents("guard-1", "1", "r");

    @ParameterizedTest
    @EnumSource(Call.Result.class)
    void everyAnswerSaysWhetherActsWork(Call.Result result) {
        // a value that AWS refuses, or a call that the ledger prevents, is not a fault of the account
        boolean reports = result != Call.Result.REFUSED && result != Call.Result.NOT_WRITTEN;
        assertThat(report(Call.Kind.SET, result).map(ActReport::result))
                .isEqualTo(Optional.of(result).filter(r -> reports));
    }

    @Test
    void thatALimitCanBeReadDoesNotSayThatItCanBeSet() {
        String unread = "f by its queue m, which cannot be read";
        assertThat(report(Call.Kind.READ, Call.Result.DENIED).map(ActReport::limit))
                .hasValue(unread);
        assertThat(report(Call.Kind.READ, Call.Result.DONE).map(ActReport::limit))
                .hasValue(unread);
    }

    @Test
    void whatWasObservedOfALimitEndsWhatFailedOnItOfBothKinds() {
        assertThat(ActEvents.settled("f", Lever.RESERVATION, 7))
                .extracting(ActReport::limit, ActReport::result)
                .containsExactly(tuple("f", Call.Result.DONE), tuple("f, which cannot be read", Call.Result.DONE));
    }

    @Test
    void aReturnThatAwsRefusesIsTold() {
        Call call = new Call(Call.Kind.RESTORE, "f", "f", Lever.RESERVATION, 5, null, false);
        assertThat(ActEvents.report(new Call.Answer(call, Call.Result.REFUSED, null, "no", 5, 6), false))
                .hasValue(new ActReport("f", false, Call.Result.REFUSED, "no", 6));
    }

    @Test
    void aQueueIsNamedBesideItsFunction() {
        assertThat(report(Call.Kind.SET, Call.Result.DENIED))
                .hasValue(new ActReport("f by its queue m", true, Call.Result.DENIED, "no", 6));
    }

    @Test
    void aLedgerThatLetsNothingBeginIsOneIncidentOfItsInstanceAndEnds() {
        AlarmEvent full = words.ledger("no room", 6);
        assertThat(full.action()).isEqualTo(AlarmAction.TRIGGER);
        assertThat(full.severity()).isEqualTo(Severity.ERROR);
        assertThat(full.summary()).contains("no new throttle begins in 1 r", "no room");
        AlarmEvent mended = words.ledgerOver(full.dedupKey(), 7);
        assertThat(mended.action()).isEqualTo(AlarmAction.RESOLVE);
        assertThat(mended.dedupKey()).isEqualTo(full.dedupKey()).isEqualTo("breakwater/ledger/guard-1/1/r");
    }

    @Test
    void twoJobsOfOneNameWakeSomebody() {
        AlarmEvent two = words.superseded("attempt 2 began", 6);
        assertThat(two.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(two.summary()).contains("two jobs are called guard-1", "1 r");
        assertThat(two.details()).containsEntry("reason", "attempt 2 began").containsKey("do");
    }

    @Test
    void aThrottleThatCannotBeGivenBackIsTheLoudest() {
        var throttle = new ActEvent(AlarmAction.TRIGGER, "f", "AccessDenied: no", 2, 0, 5);
        var release = new ActEvent(AlarmAction.UPDATE, "f", "AccessDenied: no", 2, 1, 5);
        assertThat(words.of(throttle).severity()).isEqualTo(Severity.ERROR);
        assertThat(words.of(release).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(words.of(release).dedupKey()).isEqualTo("breakwater/cannot-act/1/r");
        assertThat(words.of(release).summary()).contains("cannot be given back", "AccessDenied");
    }

    private static Optional<ActReport> report(Call.Kind kind, Call.Result result) {
        Call call = new Call(kind, "f|m", "f", new Lever(LeverKind.QUEUE, "m"), 5, null, false);
        return ActEvents.report(new Call.Answer(call, result, null, "no", 5, 6), true);
    }
}
