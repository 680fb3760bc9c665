package dev.breakwater.connectors.alarms.outbox;

import static dev.breakwater.connectors.alarms.outbox.Alarms.resolve;
import static dev.breakwater.connectors.alarms.outbox.Alarms.trigger;
import static dev.breakwater.connectors.alarms.outbox.Alarms.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.OutboxState.OutboxStateSerializer;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests failures of a pager that last for hours, with PagerDuty's double and the test's own clock. */
@Tag("slow")
class PagerOutageTest {

    private static final String KEY = "c4narySecretRout1ngKey0123456789";
    private static final String WRONG = "wrongkeywrongkeywrongkeywrongkey";
    private static final Duration OUTAGE = Duration.ofMinutes(90);
    private static final OutboxLimits LIMITS = OutboxLimits.defaults().restating();

    private final PagerDutyDouble pagerDuty = PagerDutyDouble.start();
    private final OutboxStateSerializer serializer = new OutboxStateSerializer();
    private String stored = KEY;
    private boolean away;
    private AlarmChannel channel = open();
    private Outbox outbox = Outbox.fresh(LIMITS);
    private long now = 1_764_000_000_000L;

    @AfterEach
    void close() {
        pagerDuty.close();
    }

    @Test
    void anIncidentThatGoesOnIsToldOnceThePagerIsBackAfter90Minutes() throws IOException {
        away = true;
        say(trigger("goes on", now), trigger("ends", now));
        pass(Duration.ofMinutes(40));
        restart();
        say(update("goes on", "worse", now));
        pass(Duration.ofMinutes(50));
        say(resolve("ends", now));
        assertThat(pagerDuty.accepted()).isEmpty();
        away = false;
        pass(Duration.ofMinutes(1));
        assertThat(pagerDuty.alert("goes on").open()).isTrue();
        assertThat(pagerDuty.alert("ends").opened()).isZero();
    }

    @Test
    void anIncidentIsToldOnceTheSecretCanBeReadAgainAfter90Minutes() throws IOException {
        stored = "";
        say(trigger("k", now));
        pass(OUTAGE);
        restart();
        assertThat(pagerDuty.calls()).isZero();
        stored = KEY;
        pass(Duration.ofMinutes(1));
        assertThat(pagerDuty.alert("k").open()).isTrue();
    }

    @Test
    void anIncidentEndsAtThePagerThatWasAwayWhenItEnded() {
        say(trigger("k", now));
        pass(Duration.ofMinutes(1));
        away = true;
        say(resolve("k", now));
        pass(Duration.ofHours(30));
        assertThat(pagerDuty.alert("k").open()).isTrue();
        away = false;
        pass(Duration.ofMinutes(1));
        assertThat(pagerDuty.alert("k").open()).isFalse();
    }

    @Test
    void aWrongKeyThatIsPutRightAfterHoursIsHeardWithinFiveMinutes() throws IOException {
        say(trigger("ends", now));
        pass(Duration.ofMinutes(1));
        stored = WRONG;
        channel = open();
        say(trigger("goes on", now), resolve("ends", now));
        pass(Duration.ofHours(3));
        restart();
        pass(Duration.ofHours(3));
        assertThat(pagerDuty.accepted()).hasSize(1);
        assertThat(pagerDuty.calls()).as("every 4 minutes and no more").isLessThan(190);
        stored = KEY;
        pass(Duration.ofMinutes(5));
        assertThat(pagerDuty.alert("goes on").open()).isTrue();
        assertThat(pagerDuty.alert("ends").open()).isFalse();
    }

    @Test
    void aStormOfTooManyRequestsDelaysAndLosesNothing() {
        for (int i = 0; i < 50; i++) {
            pagerDuty.script(Answer.tooMany(5), Answer.tooMany(-1), Answer.pass());
            say(trigger("k" + i, now));
        }
        pass(Duration.ofMinutes(30));
        assertThat(pagerDuty.alerts()).hasSize(50).allMatch(Alert::open);
        assertThat(outbox.drainUndelivered()).isEmpty();
    }

    @Test
    void anAlertThatAPersonResolvedByMistakeIsBackWithinTwentyMinutes() throws IOException {
        say(trigger("k", now));
        pass(Duration.ofMinutes(5));
        restart();
        byHand(resolve("k", now));
        assertThat(pagerDuty.alert("k").open()).isFalse();
        pass(Duration.ofMinutes(20));
        assertThat(pagerDuty.alert("k").open()).isTrue();
        say(resolve("k", now));
        pass(Duration.ofHours(2));
        assertThat(pagerDuty.alert("k").open())
                .as("what is over is not stated again")
                .isFalse();
    }

    private AlarmChannel open() {
        return channel(() -> stored);
    }

    private AlarmChannel channel(HttpChannel.SecretSource key) {
        PagerDuty format = new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, false);
        return HttpChannel.to(format, key, HttpChannel.TIMEOUT).open();
    }

    private void say(AlarmEvent... events) {
        for (AlarmEvent event : events) outbox.offer(event, now);
    }

    private void byHand(AlarmEvent event) {
        channel(() -> KEY).deliver(event);
    }

    private void restart() throws IOException {
        byte[] state = serializer.serialize(outbox.snapshot());
        outbox = Outbox.restored(LIMITS, List.of(serializer.deserialize(serializer.getVersion(), state)));
        channel = open();
    }

    private void pass(Duration time) {
        long until = now + time.toMillis();
        while (outbox.wakeAt(now) <= until) {
            now = Math.max(now, outbox.wakeAt(now));
            Optional<AlarmEvent> next = outbox.next(now);
            if (next.isPresent()) outbox.settle(deliver(next.get()), now);
        }
        now = until;
    }

    private Delivery deliver(AlarmEvent event) {
        if (away) return new Delivery.RetryLater("ConnectException", Duration.ZERO, false);
        if (stored.equals(WRONG)) pagerDuty.script(Answer.of(Answer.Kind.REFUSE));
        return channel.deliver(event);
    }
}
