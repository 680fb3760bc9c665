package dev.breakwater.connectors.alarms.http;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A generic webhook. The webhook receives the JSON of {@link AlarmFacts#json}, signed together with the time. Because
 * of the signature, nobody can forge a message or send an old message again. Any 2xx answer means that the message was
 * accepted.
 */
@Key(doc = "your own webhook, signed")
public record Webhook(
        @Key(required = true, form = Form.ENDPOINT, doc = "the URL; it must use https, or http on a loopback host")
        String url,

        @Key(
                required = true,
                remedy = "a reference like env:HOOK_SECRET",
                doc = "reference to the secret that signs the time and the body, such as env:NAME")
        SecretRef secret)
        implements HttpFormat {

    public Webhook() {
        this("", SecretRef.NONE);
    }

    @Override
    public String secretKey() {
        return "secret";
    }

    @Override
    public Post of(AlarmEvent bounded, Sending with) {
        String body = AlarmFacts.json(bounded);
        String time = Long.toString(with.now() / 1_000);
        Map<String, String> headers = Map.of(
                "X-Breakwater-Event",
                AlarmFacts.of(bounded).eventId(),
                "X-Breakwater-Timestamp",
                time,
                "X-Breakwater-Signature",
                "v1=" + hmac(with.secret(), (time + '.' + body).getBytes(StandardCharsets.UTF_8)));
        return new Post(URI.create(url), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the 64 hex digits of the HMAC-SHA256 of a text. */
    public static String hmac(String secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public boolean takesActs() {
        return true;
    }

    @Override
    public boolean accepts(int status, String body) {
        return status >= 200 && status < 300;
    }

    @Override
    public Set<Integer> refusals() {
        return Set.of(400, 410, 413, 422);
    }
}
