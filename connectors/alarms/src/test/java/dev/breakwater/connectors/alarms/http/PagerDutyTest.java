package dev.breakwater.connectors.alarms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagerDutyTest {

    private static final String SECRET = "c4narySecretRout1ngKey0123456789";
    private static final Duration SHORT = Duration.ofMillis(1_500);
    private static final long NOW = 1_764_000_000_000L;

    private final PagerDutyDouble pagerDuty = PagerDutyDouble.start();
    private final HttpChannel channel = channel(pagerDuty.endpoint());

    @AfterEach
    void close() {
        pagerDuty.close();
    }

    @Test
    void isAcceptedUnderItsKey() {
        assertThat(send(Alarms.trigger("k", NOW))).isEqualTo(new Delivery.Accepted("k"));
        assertThat(pagerDuty.accepted()).singleElement().satisfies(event -> {
            assertThat(event.routingKey()).isEqualTo(SECRET);
            assertThat(event.action()).isEqualTo("trigger");
            assertThat(event.payload("timestamp")).isEqualTo("2025-11-24T16:00:00Z");
        });
    }

    @Test
    void anUpdateIsATriggerUnderTheSameKey() {
        send(Alarms.trigger("k", NOW));
        send(Alarms.update("k", "worse", NOW));
        assertThat(pagerDuty.alert("k").opened()).isEqualTo(1);
        assertThat(pagerDuty.alert("k").updates()).isEqualTo(1);
        assertThat(pagerDuty.alert("k").summary()).isEqualTo("worse");
    }

    @Test
    void waitsAsLongAsATooManyAsks() {
        pagerDuty.script(Answer.tooMany(7));
        assertThat(send(Alarms.trigger("k", NOW)))
                .isEqualTo(new Delivery.RetryLater("HTTP 429", Duration.ofSeconds(7), false));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PASS", "TOO_MANY", "REFUSE", "UNAUTHORIZED"})
    void everyOtherTroubleIsTriedLaterAndNoRedirectIsFollowed(Answer.Kind kind) {
        pagerDuty.script(Answer.of(kind));
        Delivery delivery = send(Alarms.trigger("k", NOW));
        assertThat(delivery).isInstanceOf(Delivery.RetryLater.class);
        assertThat(delivery.toString()).doesNotContain(SECRET);
        assertThat(pagerDuty.calls()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsRefusedIsNamedAndReadAgainAndTheAlertWaits() {
        String[] stored = {"old0old0old0old0old0old0old0old0"};
        PagerDuty format = new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, false);
        HttpChannel rotated = new HttpChannel(format, () -> stored[0], false, () -> NOW, SHORT);
        pagerDuty.script(Answer.of(Answer.Kind.UNAUTHORIZED));
        assertThat(rotated.deliver(Alarms.trigger("k", NOW)))
                .isInstanceOfSatisfying(Delivery.RetryLater.class, later -> {
                    assertThat(later.reason())
                            .startsWith(HttpChannel.KEY_REFUSED + "routingKey (HTTP 401)")
                            .contains("Put the valid one where the configuration's reference points")
                            .doesNotContain(stored[0]);
                    assertThat(later.mayHaveArrived()).isFalse();
                });
        stored[0] = SECRET;
        assertThat(rotated.deliver(Alarms.trigger("k", NOW))).isEqualTo(new Delivery.Accepted("k"));
        assertThat(pagerDuty.accepted())
                .singleElement()
                .satisfies(event -> assertThat(event.routingKey()).isEqualTo(SECRET));
    }

    @Test
    void aLostAnswerMayHaveArrivedARefusedConnectionHasNot() {
        pagerDuty.script(Answer.of(Answer.Kind.ACCEPT_THEN_DROP));
        assertThat(((Delivery.RetryLater) send(Alarms.trigger("k", NOW))).mayHaveArrived())
                .isTrue();
        pagerDuty.close();
        assertThat(((Delivery.RetryLater) send(Alarms.trigger("k", NOW))).mayHaveArrived())
                .isFalse();
    }

    @Test
    void anInvalidEventIsRejectedWithItsErrorsAndWithoutTheKey() {
        Delivery delivery = send(Alarms.resolve("", NOW));
        assertThat(delivery).isInstanceOfSatisfying(Delivery.Rejected.class, rejected -> {
            assertThat(rejected.status()).isEqualTo(400);
            assertThat(rejected.errors()).singleElement().asString().contains("dedup_key");
        });
        assertThat(delivery.toString()).doesNotContain(SECRET);
    }

    @Test
    void aTextThatIsNoRoutingKeyIsNotSentAndTheReasonIsGiven() {
        PagerDuty format = new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, false);
        HttpChannel wrong = new HttpChannel(format, () -> "not-a-key", false, () -> NOW, SHORT);
        assertThat(wrong.deliver(Alarms.trigger("k", NOW)))
                .isEqualTo(new Delivery.RetryLater(
                        "the routing key does not have 32 letters or digits", Duration.ZERO, false));
        assertThat(pagerDuty.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://events.pagerduty.com/v2/enqueue",
                "http://127.0.0.1.example.org/",
                "http://localhost.example.org/",
                "https://user:pass@events.pagerduty.com/",
                "ftp://127.0.0.1/",
                "/v2/enqueue"
            })
    void refusesEndpointsThatAreNeitherHttpsNorLocal(String endpoint) {
        URI uri = URI.create(endpoint);
        assertThatThrownBy(() -> new HttpFormat.Post(uri, Map.of(), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pass@");
    }

    @Test
    void doesNotTrustAnUnknownCertificateAuthorityOrPlainTextBehindHttps() {
        URI https = URI.create("https://127.0.0.1:" + pagerDuty.endpoint().getPort() + "/v2/enqueue");
        Delivery delivery = channel(https).deliver(Alarms.trigger("k", NOW));
        assertThat(delivery).isInstanceOf(Delivery.RetryLater.class);
        assertThat(pagerDuty.accepted()).isEmpty();
    }

    private Delivery send(AlarmEvent event) {
        return channel.deliver(event);
    }

    private static HttpChannel channel(URI endpoint) {
        PagerDuty format = new PagerDuty(endpoint.toString(), SecretRef.NONE, false);
        return new HttpChannel(format, () -> SECRET, false, () -> NOW, SHORT);
    }
}
