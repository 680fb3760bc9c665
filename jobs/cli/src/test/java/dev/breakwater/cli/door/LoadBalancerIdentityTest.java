package dev.breakwater.cli.door;

import static dev.breakwater.cli.door.DoorBench.NOW;
import static dev.breakwater.cli.door.DoorBench.call;
import static dev.breakwater.cli.door.LoadBalancerDouble.encoded;
import static dev.breakwater.cli.door.LoadBalancerDouble.generated;
import static dev.breakwater.cli.door.LoadBalancerDouble.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.cli.door.RequestAnswer.Denied;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an identity counts only if the configured load balancer signed it recently. */
class LoadBalancerIdentityTest {

    private static final String OURS =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/ops/0123456789abcdef";

    @TempDir
    Path folder;

    private LoadBalancerDouble aws;
    private ProxyIdentity word;

    @BeforeEach
    void aLoadBalancer() throws IOException {
        aws = new LoadBalancerDouble();
        word = new LoadBalancerIdentity(OURS, "email", aws.address(), new DoorBench(folder).clock);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void itNamesWhoAsksAndItsKeyIsFetchedOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(names(token(
                            head("key-1", OURS, 120), "{\"email\":\"alice@bank.example\",\"sub\":\"1\"}", aws.keys)))
                    .isEqualTo("alice@bank.example");
        }
        assertThat(aws.fetched).hasValue(1);
        assertThat(word.names(call("/", "", Map.of()))).isEmpty();
    }

    @Test
    void anythingElseIsRefused() throws Exception {
        String said = "{\"email\":\"ciso@bank.example\"}";
        String good = token(head("key-1", OURS, 120), said, aws.keys);
        refused(token(head("key-1", OURS, 120), said, generated()), "a wrong signature");
        refused(token(head("key-1", OURS.replace("ops", "evil"), 120), said, aws.keys), "another load balancer");
        refused(token(head("key-1", OURS, -1), said, aws.keys), "it has expired");
        refused(token(head("key-1", OURS, 120).replace("ES256", "none"), said, aws.keys), "not signed with ES256");
        refused(token(head("key-1", OURS, 120), "{\"sub\":\"1\"}", aws.keys), "no claim email");
        refused(token(head("../../evil", OURS, 120), said, aws.keys), "no key id");
        refused(
                good.replaceFirst(
                        "\\.[^.]+\\.", "." + encoded("{\"email\":\"eve\"}".getBytes(StandardCharsets.UTF_8)) + "."),
                "a wrong signature");
        refused(good.substring(0, good.lastIndexOf('.') + 1), "a wrong signature");
        refused("ciso@bank.example", "not a token");
        refused("a.b.c", "not a token");
    }

    @Test
    void aKeyThatCannotBeHadIsNotAskedForAgainAtOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            refused(token(head("key-2", OURS, 120), "{\"email\":\"x\"}", aws.keys), "its key is unknown");
        }
        assertThat(aws.fetched).hasValue(1);
    }

    private void refused(String token, String why) {
        assertThatThrownBy(() -> names(token)).isInstanceOf(Denied.class).hasMessageContaining(why);
    }

    private String names(String token) throws Denied {
        return word.names(call("/", "", Map.of("x-amzn-oidc-data", token))).orElse("");
    }

    private static String head(String kid, String signer, int seconds) {
        return LoadBalancerDouble.head(kid, signer, NOW.plusSeconds(seconds));
    }
}
