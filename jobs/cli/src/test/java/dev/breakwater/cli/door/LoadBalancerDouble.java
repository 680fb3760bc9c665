package dev.breakwater.cli.door;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Signs identities like an application load balancer, in AWS's form: base64 with padding, and exp in the head. Its only
 * key is served on loopback.
 */
public final class LoadBalancerDouble implements AutoCloseable {

    /** The name of its key. */
    static final String KEY = "key-1";

    final KeyPair keys = generated();
    /** Returns how often a key was requested. */
    final AtomicInteger fetched = new AtomicInteger();

    private final HttpServer aws;

    public LoadBalancerDouble() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        aws.createContext("/", exchange -> {
            fetched.incrementAndGet();
            boolean known = exchange.getRequestURI().getPath().equals('/' + KEY);
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
    }

    /** Returns the address of the key. */
    public String address() {
        return "http://127.0.0.1:" + aws.getAddress().getPort();
    }

    /** The header {@code x-amzn-oidc-data} for two minutes. */
    public String token(String signer, String email) {
        return token(head(KEY, signer, Instant.now().plusSeconds(120)), "{\"email\":\"" + email + "\"}", keys);
    }

    static KeyPair generated() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String head(String kid, String signer, Instant until) {
        return "{\"typ\":\"JWT\",\"kid\":\"" + kid
                + "\",\"alg\":\"ES256\",\"iss\":\"https://idp.example\",\"client\":\"c\"," + "\"signer\":\"" + signer
                + "\",\"exp\":" + until.getEpochSecond() + '}';
    }

    static String token(String head, String said, KeyPair keys) {
        String signed =
                encoded(head.getBytes(StandardCharsets.UTF_8)) + '.' + encoded(said.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        aws.stop(0);
    }
}
