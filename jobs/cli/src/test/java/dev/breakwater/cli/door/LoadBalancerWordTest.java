package dev.breakwater.cli.door;

import static dev.breakwater.cli.door.DoorBench.NOW;
import static dev.breakwater.cli.door.DoorBench.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load balancer's word counts where ours has signed it, lately. The form is AWS's: base64 with padding, exp in the head. */
class LoadBalancerWordTest {

    private static final String OURS =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/ops/0123456789abcdef";

    @TempDir
    Path folder;

    private final AtomicInteger fetched = new AtomicInteger();
    private KeyPair keys;
    private HttpServer aws;
    private ProxyWord word;

    @BeforeEach
    void aLoadBalancer() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        aws.createContext("/", exchange -> {
            fetched.incrementAndGet();
            boolean known = exchange.getRequestURI().getPath().equals("/key-1");
            byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(keys.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(known ? 200 : 403, pem.length);
            exchange.getResponseBody().write(pem);
            exchange.close();
        });
        aws.start();
        word = new LoadBalancerWord(
                OURS, "email", "http://127.0.0.1:" + aws.getAddress().getPort(), new DoorBench(folder).clock);
    }

    @AfterEach
    void stop() {
        aws.stop(0);
    }

    @Test
    void itNamesWhoAsksAndItsKeyIsFetchedOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(names(token(head("key-1", OURS, 120), "{\"email\":\"alice@bank.example\",\"sub\":\"1\"}", keys)))
                    .isEqualTo("alice@bank.example");
        }
        assertThat(fetched).hasValue(1);
        assertThat(word.names(call("/", "", Map.of()))).isEmpty();
    }

    @Test
    void anythingElseIsRefused() throws Exception {
        String said = "{\"email\":\"ciso@bank.example\"}";
        String good = token(head("key-1", OURS, 120), said, keys);
        KeyPairGenerator other = KeyPairGenerator.getInstance("EC");
        other.initialize(new ECGenParameterSpec("secp256r1"));
        refused(token(head("key-1", OURS, 120), said, other.generateKeyPair()), "a wrong signature");
        refused(token(head("key-1", OURS.replace("ops", "evil"), 120), said, keys), "another load balancer");
        refused(token(head("key-1", OURS, -1), said, keys), "its time is over");
        refused(token(head("key-1", OURS, 120).replace("ES256", "none"), said, keys), "not signed with ES256");
        refused(token(head("key-1", OURS, 120), "{\"sub\":\"1\"}", keys), "no claim email");
        refused(token(head("../../evil", OURS, 120), said, keys), "no key id");
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
            refused(token(head("key-2", OURS, 120), "{\"email\":\"x\"}", keys), "its key is not known");
        }
        assertThat(fetched).hasValue(1);
    }

    private void refused(String token, String why) {
        assertThatThrownBy(() -> names(token)).isInstanceOf(Refused.class).hasMessageContaining(why);
    }

    private String names(String token) throws Refused {
        return word.names(call("/", "", Map.of("x-amzn-oidc-data", token))).orElse("");
    }

    private static String head(String kid, String signer, int seconds) {
        return "{\"typ\":\"JWT\",\"kid\":\"" + kid
                + "\",\"alg\":\"ES256\",\"iss\":\"https://idp.example\",\"client\":\"c\"," + "\"signer\":\"" + signer
                + "\",\"exp\":" + (NOW.getEpochSecond() + seconds) + '}';
    }

    private static String token(String head, String said, KeyPair keys) throws GeneralSecurityException, IOException {
        String signed =
                encoded(head.getBytes(StandardCharsets.UTF_8)) + '.' + encoded(said.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + '.' + encoded(signature.sign());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
