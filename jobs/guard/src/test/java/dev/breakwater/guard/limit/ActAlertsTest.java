package dev.breakwater.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.model.function.Lever;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which pages a person gets about calls that fail and about the ledger, also over a restart. */
class ActAlertsTest {

    private static final long START = 1_764_000_000_000L;
    private static final long FIVE_MINUTES = 300_000;
    private static final String LEDGER = "breakwater/ledger/prod/111122223333/eu-west-1";
    private static final String EARLIER = "breakwater/ledger/old-name/111122223333/eu-west-1";
    private static final String CANNOT_ACT = "breakwater/cannot-act/111122223333/eu-west-1";

    private final List<String> open = new ArrayList<>();
    private long now = START;
    private final ActAlerts alerts = new ActAlerts("prod", "111122223333", "eu-west-1", () -> now);

    @Test
    void aRefusalBeforeTheFirstStepIsPagedWithTheFirstStep() {
        alerts.answered(answer(Result.DENIED), false);
        assertThat(take()).containsExactly("TRIGGER " + CANNOT_ACT);
        assertThat(take()).as("paged once").isEmpty();
        assertThat(open).containsExactly(CANNOT_ACT);
    }

    @Test
    void aRefusalIsPagedAtOnceAndEndsWhenTheLimitIsObserved() {
        assertThat(take()).isEmpty();
        alerts.answered(answer(Result.DENIED), true);
        assertThat(take()).containsExactly("TRIGGER " + CANNOT_ACT);
        alerts.settled("other", Lever.RESERVATION);
        assertThat(take()).isEmpty();
        alerts.settled("f", Lever.RESERVATION);
        assertThat(take()).containsExactly("RESOLVE " + CANNOT_ACT);
        assertThat(open).isEmpty();
    }

    @Test
    void anOutageOfAwsIsPagedAfterFiveMinutes() {
        assertThat(take()).isEmpty();
        alerts.answered(answer(Result.FAILED), false);
        now += FIVE_MINUTES - 1;
        assertThat(take()).isEmpty();
        now += 1;
        assertThat(take()).containsExactly("TRIGGER " + CANNOT_ACT);
    }

    @Test
    void aLedgerThatWorksEndsThePageOfAnEarlierNameAndNoOther() {
        open.addAll(List.of(EARLIER, CANNOT_ACT));
        alerts.ledger("");
        assertThat(take()).containsExactly("RESOLVE " + EARLIER);
        assertThat(open).containsExactly(CANNOT_ACT);
    }

    @Test
    void aLedgerThatFailsIsPagedUnderThePresentNameOnly() {
        open.addAll(List.of(EARLIER, LEDGER));
        alerts.ledger("no room");
        assertThat(take()).containsExactly("RESOLVE " + EARLIER, "TRIGGER " + LEDGER);
        assertThat(open).containsExactly(LEDGER);
    }

    private List<String> take() {
        return alerts.take(now, open).stream().map(ActAlertsTest::line).toList();
    }

    private static String line(AlarmEvent alarm) {
        return alarm.action() + " " + alarm.dedupKey();
    }

    private Call.Answer answer(Result result) {
        Call call = new Call(Call.Kind.RESTORE, "f", "f", Lever.RESERVATION, 40, null, false);
        return new Call.Answer(call, result, null, "not authorized", now, now);
    }
}
