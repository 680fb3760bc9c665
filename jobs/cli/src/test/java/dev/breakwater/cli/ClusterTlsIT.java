package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.connectors.testkit.ListeningSockets;
import dev.breakwater.connectors.testkit.flink.ClusterSpec;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests Flink's processes with the manifest's TLS and a key made as documented. A client without the key gets no
 * answer.
 */
@Tag("full")
class ClusterTlsIT {

    @TempDir
    Path folder;

    @Test
    void processesWithTheKeyFindEachOtherAndNobodyElseIsHeard() throws Exception {
        Path key = folder.resolve("internal.p12");
        Process made = new ProcessBuilder(keytool())
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        assertThat(key).exists();
        Map<String, String> tls = new TreeMap<>();
        JsonNode flink = ManifestsTest.ofKind("FlinkDeployment").at("/spec/flinkConfiguration");
        flink.properties().forEach(e -> {
            if (e.getKey().startsWith("security.ssl.")) {
                tls.put(e.getKey(), e.getValue().asText().replace("/etc/breakwater-tls/internal.p12", key.toString()));
            }
        });
        assertThat(tls).containsEntry("security.ssl.internal.enabled", "true");
        ClusterSpec spec =
                new ClusterSpec(ClusterSpec.libOfThisJvm(), Files.createDirectories(folder.resolve("cluster")), 1, tls);
        try (FlinkCluster cluster = FlinkCluster.start(spec)) {
            // the TaskManager is registered, so RPC works in both directions
            List<String> answers = new ArrayList<>();
            for (long pid : cluster.pids().values()) {
                for (InetSocketAddress socket : ListeningSockets.of(pid)) answers.add(strangers(socket));
            }
            // only REST works without TLS, so a network policy must close it
            assertThat(answers).filteredOn(answer -> answer.equals("speaks")).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer.equals("refuses")).hasSize(answers.size() - 1);
            assertThat(answers).hasSizeGreaterThanOrEqualTo(6);
        }
    }

    /** Returns the line of the page. */
    private static List<String> keytool() throws IOException {
        String line = Files.readString(Path.of("../../docker/README.md"))
                .lines()
                .filter(l -> l.startsWith("keytool "))
                .findFirst()
                .orElseThrow();
        return List.of(line.replaceFirst("^keytool", System.getProperty("java.home") + "/bin/keytool")
                .split(" +"));
    }

    /** Returns the answers to a stranger, first in plain text, then over TLS without a certificate. */
    private static String strangers(InetSocketAddress to) throws Exception {
        try (Socket plain = new Socket(to.getAddress(), to.getPort())) {
            plain.setSoTimeout(5_000);
            plain.getOutputStream()
                    .write("GET /config HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(plain.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
            if (answer.startsWith("HTTP/")) return "speaks";
        } catch (IOException e) {
            // closed
        }
        Everybody seen = new Everybody();
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, new TrustManager[] {seen}, new SecureRandom());
        try (SSLSocket secure = (SSLSocket) anybody.getSocketFactory().createSocket(to.getAddress(), to.getPort())) {
            secure.setSoTimeout(5_000);
            secure.startHandshake();
            // in TLS 1.3, a missing certificate is refused at the first read
            secure.getOutputStream().write(1);
            if (secure.getInputStream().read() >= 0) return "answers";
        } catch (IOException e) {
            // closed
        }
        return seen.subject.equals("CN=breakwater") ? "refuses" : "speaks no TLS at " + to;
    }

    private static final class Everybody implements X509TrustManager {

        /** Returns the subject of the server's certificate. */
        private String subject = "";

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            subject = chain[0].getSubjectX500Principal().getName();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
