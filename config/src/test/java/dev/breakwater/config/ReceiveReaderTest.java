package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.read.Problem;
import dev.breakwater.config.secret.SecretRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiveReaderTest {
    private static final String BASE = """
            apiVersion: breakwater.dev/v1
            source: { landing: { path: /var/landing } }
            """;

    @Test
    void landsWhereTheJobReadsUnlessToldOtherwise() {
        assertThat(valid("accessKey: 'env:K'").path()).isEqualTo("/var/landing");
        assertThat(valid("accessKey: 'env:K', path: s3://bucket/zone/").path()).isEqualTo("s3://bucket/zone/");
    }

    @Test
    void withoutTheSectionThereIsNoEndpoint() {
        assertThat(Loading.valid(Loading.text(BASE)).receive().enabled()).isFalse();
    }

    @Test
    void hostAndPortAreTakenApart() {
        ReceiveSettings six = valid("accessKey: 'env:K', listen: '[::1]:0'");
        ReceiveSettings four = valid(
                "accessKey: 'env:K', listen: '0.0.0.0:443', " + "tls: { certificate: /c.pem, key: /k.pem }, roll: 30s");

        assertThat(six.host() + " " + six.port()).isEqualTo("::1 0");
        assertThat(four.host() + " " + four.port()).isEqualTo("0.0.0.0 443");
        assertThat(four.tls()).isEqualTo(new ReceiveSettings.Tls("", SecretRef.NONE, "/c.pem", "/k.pem"));
        assertThat(four.roll()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: '127.0.0.1:1' | receive.accessKey | is required",
                "accessKey: plain-text-key | receive.accessKey | must be a reference to the secret",
                "accessKey: 'env:K', listen: '0.0.0.0:8443' | receive.listen | needs tls unless it is a loopback host",
                "accessKey: 'env:K', listen: '127.0.0.1:65536' | receive.listen | is not accepted",
                "accessKey: 'env:K', listen: 8443 | receive.listen | must be a text",
                "accessKey: 'env:K', tls: { keyStore: /k.p12 } | receive.tls.password | is required",
                "accessKey: 'env:K', tls: { certificate: /c.pem } | receive.tls.key | is required",
                "accessKey: 'env:K', tls: { key: /k.pem } | receive.tls.certificate | is required",
                "accessKey: 'env:K', tls: {} | receive.tls.certificate | is required",
                "accessKey: 'env:K', tls: { keyStore: /k.p12, password: 'env:P', certificate: /c.pem, key: /k.pem }"
                        + " | receive.tls.certificate | stands beside keyStore",
                "accessKey: 'env:K', path: s3://bucket/, roll: 2m | receive.roll | is too long for s3",
                "accessKey: 'env:K', path: 's3://bucket/{account}/' | receive.path | is no one place",
            })
    void mistakesAreNamed(String keys, String path, String rule) {
        List<Problem> problems =
                Loading.text(BASE + "receive: { " + keys + " }\n").problems();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.rule()).startsWith(rule);
            assertThat(problem.toString()).doesNotContain("plain-text-key");
        });
    }

    @Test
    void withNowhereToLandItIsRefused() {
        List<Problem> problems = Loading.text("apiVersion: breakwater.dev/v1\nsource: { cloudwatch: {} }\n"
                        + "receive: { accessKey: 'env:K' }\n")
                .problems();

        assertThat(problems).extracting(Problem::path).containsExactly("receive.path");
    }

    private static ReceiveSettings valid(String keys) {
        return Loading.valid(Loading.text(BASE + "receive: { " + keys + " }\n")).receive();
    }
}
