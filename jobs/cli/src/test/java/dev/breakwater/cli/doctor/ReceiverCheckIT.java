package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.connectors.testkit.tls.Certificates;
import dev.breakwater.connectors.testkit.tls.TlsPeer;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the handshake with a genuine peer and with peers that have wrong certificates. */
class ReceiverCheckIT {

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void make() {
        certificates = Certificates.in(folder);
    }

    @ParameterizedTest
    @CsvSource({"GOOD, THERE", "WRONG_HOST, MISSING", "EXPIRED, MISSING", "SELF_SIGNED, MISSING"})
    void onlyAPeerWithAGoodCertificateIsReachedAndNothingIsSent(Certificates.Kind kind, Verdict verdict) {
        try (TlsPeer peer = TlsPeer.answering(certificates, kind, 202, "{}")) {
            Findings findings = new Findings(f -> {});
            String endpoint = peer.url() + "/v2/enqueue";
            new ReceiverCheck(findings, certificates.client().getSocketFactory())
                    .reach("notify.pagerduty.endpoint", URI.create(endpoint));
            assertThat(findings.all()).singleElement().satisfies(f -> {
                assertThat(f.verdict()).isEqualTo(verdict);
                assertThat(f.detail())
                        .startsWith(verdict == Verdict.THERE ? "127.0.0.1: TLS" : "127.0.0.1: TLS refused");
            });
            assertThat(peer.requests()).isZero();
        }
    }
}
