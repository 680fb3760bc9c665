package dev.breakwater.connectors.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.cloudwatch.landing.LandedSamples;
import dev.breakwater.connectors.http.Tls;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.receive.store.FolderStore;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the endpoint over TLS, with certificates that keytool makes. */
class TlsIT {
    @TempDir
    static Path keys;

    @TempDir
    Path folder;

    private static Certificates rsa;
    private static Certificates ec;

    @BeforeAll
    static void make() {
        rsa = new Certificates(keys, "RSA");
        ec = new Certificates(keys, "EC");
    }

    @Test
    void deliversWithAKeyStore() throws IOException {
        deliver(Tls.ofKeyStore(rsa.store, Certificates.PASSWORD), rsa.trust);
    }

    @Test
    void deliversWithPemFiles() throws IOException {
        deliver(Tls.ofPem(rsa.chain, rsa.key), rsa.trust);
        deliver(Tls.ofPem(ec.chain, ec.key), ec.trust);
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateDoesNotDeliver() {
        assertThatThrownBy(() -> deliver(Tls.ofPem(rsa.chain, rsa.key), ec.trust))
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void whatCannotBeUsedIsSaidWithItsFileAndWithoutItsContent() throws IOException {
        Path pkcs1 = Files.writeString(keys.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nMIIsecret\n");

        assertThatThrownBy(() -> Tls.ofKeyStore(rsa.store, "wrong-password"))
                .isInstanceOf(Tls.TlsUnusable.class)
                .hasMessage(rsa.store + ": cannot be opened as a key store with that password");
        assertThatThrownBy(() -> Tls.ofPem(rsa.chain, pkcs1))
                .isInstanceOf(Tls.TlsUnusable.class)
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt")
                .hasMessageNotContaining("MIIsecret");
        assertThatThrownBy(() -> Tls.ofPem(keys.resolve("none.pem"), rsa.key))
                .isInstanceOf(Tls.TlsUnusable.class)
                .hasMessageContaining("none.pem");
        assertThatThrownBy(() -> Tls.ofPem(rsa.chain, ec.key)).isInstanceOf(Tls.TlsUnusable.class);
    }

    @Test
    void httpIsForLoopbackOnly() throws UnknownHostException {
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);

        assertThatThrownBy(() -> Bench.settings(everywhere, null, ReceiveLimits.DEFAULT, forged -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void deliver(SSLContext tls, SSLContext trust) throws IOException {
        SetClock clock = new SetClock(Bench.NOW);
        Path place = Files.createTempDirectory(folder, "landing");
        FolderStore store = FolderStore.open(place, Duration.ofSeconds(5), clock);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ReceiveLimits limits = ReceiveLimits.DEFAULT.withFreeBytes(0);
        FirehoseDelivery delivery = FirehoseDelivery.of("r-1", Bench.sample("checkout", 0));
        try (Receiver receiver = Receiver.start(Bench.settings(free, tls, limits, forged -> {}), store, clock)) {
            URI endpoint = URI.create("https://localhost:" + receiver.address().getPort());
            FirehoseClient client = new FirehoseClient(endpoint, Bench.KEY, trust);
            assertThat(FirehoseClient.acknowledges(client.send(delivery, true), delivery))
                    .isTrue();
        }
        assertThat(LandedSamples.of(place)).hasSize(1);
    }
}
