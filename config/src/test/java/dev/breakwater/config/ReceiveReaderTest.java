package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.read.Problems.Problem;
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

    private static final String BALANCER =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/ops/0123456789abcdef";

    @Test
    void landsWhereTheJobReadsUnlessToldOtherwise() {
        assertThat(valid("keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }]")
                        .path())
                .isEqualTo("/var/landing");
        assertThat(valid("keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], path: s3://bucket/zone/")
                        .path())
                .isEqualTo("s3://bucket/zone/");
    }

    @Test
    void withoutTheSectionThereIsNoEndpoint() {
        assertThat(Loading.valid(Loading.text(BASE)).receive().enabled()).isFalse();
    }

    @Test
    void hostAndPortAreTakenApart() {
        ReceiveSettings six = valid("keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], listen: '[::1]:0'");
        ReceiveSettings four =
                valid("keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], listen: '0.0.0.0:443', "
                        + "tls: { certificate: /c.pem, key: /k.pem }, roll: 30s");

        assertThat(six.host() + " " + six.port()).isEqualTo("::1 0");
        assertThat(four.host() + " " + four.port()).isEqualTo("0.0.0.0 443");
        assertThat(four.tls()).isEqualTo(new ReceiveSettings.Tls("", SecretRef.NONE, "/c.pem", "/k.pem"));
        assertThat(four.roll()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token: 'env:T', console: { listen: '0.0.0.0:8444' } | door.console.listen | needs tls unless the host is a loopback host",
                "console: { listen: '0.0.0.0:8444', tls: { certificate: /c.pem, key: /k.pem } } | door.token | is required",
                "pagerduty: 'env:P', callbacks: { listen: '0.0.0.0:8445' } | door.callbacks.listen | needs tls unless the host is a loopback host",
                "proxy: {} | door.proxy.secret | is required",
                "proxy: { secret: 'env:S', alb: { signer: '" + BALANCER
                        + "' } } | door.proxy.alb | is set together with secret",
                "proxy: { secret: plain-text-key } | door.proxy.secret | must be a reference to the secret",
                "users: [{ name: a@b.org, may: act }, { name: A@B.org, may: view }] | door.users[1].name | users must be unique",
            })
    void theDoorIsNotOpenedWithoutTlsOrWithoutAKey(String door, String path, String rule) {
        assertThat(Loading.text(BASE + "door: { " + door + " }\n").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo(path);
                    assertThat(problem.rule()).startsWith(rule);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token: 'env:T' | false",
                "token: 'env:T', proxy: { secret: 'env:S' } | true",
                "console: { listen: '0.0.0.0:8444' }, proxy: { alb: { signer: '" + BALANCER + "' } } | true",
                "token: 'env:T', console: { listen: '0.0.0.0:8444', tls: { certificate: /c.pem, key: /k.pem } } | true",
                "token: 'env:T', console: { listen: '127.example.com:8444', tls: { certificate: /c.pem, key: /k.pem } } | true",
            })
    void readingNeedsAKeyOffLoopbackAndBehindAProxy(String door, boolean needed) {
        assertThat(Loading.valid(Loading.text(BASE + "door: { " + door + " }\n"))
                        .door()
                        .readingNeedsKey())
                .isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: '127.0.0.1:1' | receive.keys | is required",
                "keys: [{ accessKey: plain-text-key, accounts: ['111122223333'] }] | receive.keys[0].accessKey | must be a reference to the secret",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], listen: '0.0.0.0:8443' | receive.listen | needs tls unless the host is a loopback host",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], listen: '127.0.0.1:65536' | receive.listen | is not accepted",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], listen: 8443 | receive.listen | must be a text",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], tls: { keyStore: /k.p12 } | receive.tls.password | is required",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], tls: { certificate: /c.pem } | receive.tls.key | is required",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], tls: { key: /k.pem } | receive.tls.certificate | is required",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], tls: {} | receive.tls.certificate | is required",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], tls: { keyStore: /k.p12, password: 'env:P', certificate: /c.pem, key: /k.pem }"
                        + " | receive.tls.certificate | is set together with keyStore",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], path: s3://bucket/, roll: 2m | receive.roll | is too long for S3",
                "keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }], path: 's3://bucket/{account}/' | receive.path | must be a single folder",
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
                        + "receive: { keys: [{ accessKey: 'env:K', accounts: ['111122223333'] }] }\n")
                .problems();

        assertThat(problems).extracting(Problem::path).containsExactly("receive.path");
    }

    private static ReceiveSettings valid(String keys) {
        return Loading.valid(Loading.text(BASE + "receive: { " + keys + " }\n")).receive();
    }
}
