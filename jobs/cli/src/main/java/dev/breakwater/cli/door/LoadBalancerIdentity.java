package dev.breakwater.cli.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.door.RequestAnswer.Denied;
import dev.breakwater.connectors.http.Service.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity that an AWS application load balancer sends. The identity is a token in the header {@code
 * x-amzn-oidc-data}, signed with ES256 by a key that AWS publishes for the region. All load balancers of a region sign
 * with the same keys, so the token must name the configured load balancer.
 */
public final class LoadBalancerIdentity implements ProxyIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancerIdentity.class);
    private static final String HEADER = "x-amzn-oidc-data";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_KEYS = 16;
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(10);

    private final String signer;
    private final String claim;
    private final String keys;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<String, PublicKey> known = new LinkedHashMap<>();
    private long missedAt = Long.MIN_VALUE / 2;

    /**
     * Accepts the identities of one load balancer.
     *
     * @param signer the load balancer's ARN
     * @param claim  the claim that names the person
     * @param keys   address of the public keys; if empty, AWS's address for the region
     */
    public LoadBalancerIdentity(String signer, String claim, String keys, Clock clock) {
        this.signer = signer;
        this.claim = claim;
        this.keys = keys.isEmpty() ? "https://public-keys.auth.elb." + signer.split(":")[3] + ".amazonaws.com" : keys;
        this.clock = clock;
    }

    @Override
    public List<String> headers() {
        return List.of(HEADER);
    }

    @Override
    public Optional<String> names(HttpCall call) throws Denied {
        String token = call.header(HEADER);
        if (token.isEmpty()) return Optional.empty();
        String[] part = token.split("\\.", -1);
        if (part.length != 3) throw wrong("not a token");
        JsonNode head = part(part[0]);
        JsonNode said = part(part[1]);
        if (!head.path("alg").asText().equals("ES256")) throw wrong("not signed with ES256");
        if (!head.path("signer").asText().equals(signer)) throw wrong("signed by another load balancer");
        if (!signed(key(head.path("kid").asText()), part)) throw wrong("a wrong signature");
        // AWS writes this field into the head of the token
        if (head.path("exp").asLong(0) <= clock.instant().getEpochSecond()) throw wrong("it has expired");
        String name = said.path(claim).asText();
        if (name.isEmpty()) throw wrong("no claim " + claim);
        return Optional.of(name);
    }

    private static Denied wrong(String why) {
        return Denied.noKey("the load balancer's token: " + why);
    }

    private static JsonNode part(String encoded) throws Denied {
        try {
            JsonNode node = JSON.readTree(decoded(encoded));
            if (node != null && node.isObject()) return node;
        } catch (IOException | IllegalArgumentException e) {
            throw wrong("not a token");
        }
        throw wrong("not a token");
    }

    /** AWS pads the token's parts, unlike other issuers. */
    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
    }

    private static boolean signed(PublicKey key, String[] part) throws Denied {
        try {
            Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
            check.initVerify(key);
            check.update((part[0] + '.' + part[1]).getBytes(StandardCharsets.US_ASCII));
            return check.verify(decoded(part[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong("a wrong signature");
        }
    }

    /**
     * Returns the keys that AWS has published. AWS sometimes changes the keys. If a key could not be read, it is not
     * requested again at once.
     */
    private synchronized PublicKey key(String id) throws Denied {
        if (!id.matches("[A-Za-z0-9-]{1,64}")) throw wrong("no key id");
        PublicKey key = known.get(id);
        if (key != null) return key;
        if (clock.millis() - missedAt < ASKED_AGAIN.toMillis()) throw wrong("its key is unknown");
        try {
            key = fetched(id);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            missedAt = clock.millis();
            LOG.warn(
                    "The load balancer's key {} cannot be fetched from {}, so people behind it are refused: {}",
                    id,
                    keys,
                    e);
            throw wrong("its key is unknown");
        }
        if (known.size() >= MOST_KEYS) known.remove(known.keySet().iterator().next());
        known.put(id, key);
        return key;
    }

    private PublicKey fetched(String id) throws IOException, GeneralSecurityException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(keys + '/' + id))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = client.send(ask, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) throw new IOException("HTTP " + answer.statusCode());
            String text = answer.body().replaceAll("-----[A-Z ]+-----|\\s", "");
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
