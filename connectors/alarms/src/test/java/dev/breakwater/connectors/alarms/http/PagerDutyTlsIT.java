package dev.breakwater.connectors.alarms.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import dev.breakwater.connectors.testkit.tls.Certificates;
import dev.breakwater.connectors.testkit.tls.Certificates.Kind;
import dev.breakwater.connectors.testkit.tls.PlatformTrust;
import dev.breakwater.connectors.testkit.tls.TlsPeer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a page, which contains the routing key, goes only to a server with PagerDuty's certificate. */
class PagerDutyTlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static PlatformTrust trust;

    @BeforeAll
    static void trustOneAuthority() {
        certificates = Certificates.in(folder);
        trust = PlatformTrust.only(certificates);
    }

    @AfterAll
    static void trustAsBefore() {
        trust.close();
    }

    @Test
    void aGoodCertificateIsTrusted() {
        try (TlsPeer peer = peer(Kind.GOOD)) {
            assertThat(send(peer.url())).isEqualTo(new Delivery.Accepted("k"));
            assertThat(peer.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"WRONG_HOST", "EXPIRED", "SELF_SIGNED"})
    void anyOtherIsRefusedBeforeAnythingIsSaid(Kind kind) {
        try (TlsPeer peer = peer(kind)) {
            assertThat(send(peer.url()))
                    .isEqualTo(new Delivery.RetryLater("SSLHandshakeException", Duration.ZERO, false));
            assertThat(peer.requests()).isZero();
        }
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() {
        try (TlsPeer elsewhere = peer(Kind.GOOD);
                TlsPeer peer = TlsPeer.redirecting(certificates, elsewhere.url())) {
            assertThat(send(peer.url())).isEqualTo(new Delivery.RetryLater("HTTP 307", Duration.ZERO, false));
            assertThat(peer.requests()).isEqualTo(1);
            assertThat(elsewhere.requests()).isZero();
        }
    }

    private static TlsPeer peer(Kind kind) {
        return TlsPeer.answering(certificates, kind, 202, "{}");
    }

    private static Delivery send(URI url) {
        PagerDuty format = new PagerDuty(url.resolve("/v2/enqueue").toString(), SecretRef.NONE, false);
        return new HttpChannel(format, () -> "k".repeat(32), false, () -> 0, LIMIT)
                .deliver(Alarms.trigger("k", 1_764_000_000_000L));
    }
}
