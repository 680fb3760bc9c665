package dev.breakwater.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.tls.Certificates;
import dev.breakwater.connectors.testkit.tls.Certificates.Kind;
import dev.breakwater.connectors.testkit.tls.PlatformTrust;
import dev.breakwater.connectors.testkit.tls.TlsPeer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that signed requests go only to servers with AWS's certificate. */
class AwsTlsIT {

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
            assertThat(ask(peer.url())).isEqualTo(Answer.of(7));
            assertThat(peer.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"WRONG_HOST", "EXPIRED", "SELF_SIGNED"})
    void anyOtherIsRefusedBeforeAnythingIsSaid(Kind kind) {
        try (TlsPeer peer = peer(kind)) {
            assertThat(ask(peer.url()).failedAs(Outcome.TRANSIENT)).isTrue();
            assertThat(peer.requests()).isZero();
        }
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() {
        try (TlsPeer elsewhere = peer(Kind.GOOD);
                TlsPeer peer = TlsPeer.redirecting(certificates, elsewhere.url())) {
            assertThat(ask(peer.url()).failedAs(Outcome.INVALID)).isTrue();
            assertThat(peer.requests()).isEqualTo(1);
            assertThat(elsewhere.requests()).isZero();
        }
    }

    private static TlsPeer peer(Kind kind) {
        return TlsPeer.answering(certificates, kind, 200, "{\"ReservedConcurrentExecutions\":7}");
    }

    private static Answer<Integer> ask(URI url) {
        AwsSettings settings = new AwsSettings("eu-west-1", url.toString(), "", 10_000);
        try (AwsClients clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials())) {
            return Answer.ask(() -> clients.lambda()
                    .getFunctionConcurrency(r -> r.functionName("f"))
                    .reservedConcurrentExecutions());
        }
    }
}
