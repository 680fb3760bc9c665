package dev.breakwater.cli.socket;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpFormat;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** A made-up receiver. Its letters are plain text, and it tires after ten letters a minute. */
@Key(doc = "a loft of carrier pigeons")
public record Pigeon(
        @Key(required = true, form = Form.ENDPOINT, doc = "the address of the loft")
        String url,

        @Key(required = true, remedy = "a reference like env:SEAL", doc = "reference to the seal of the letters")
        SecretRef seal)
        implements HttpFormat {

    public Pigeon() {
        this("", SecretRef.NONE);
    }

    @Override
    public String secretKey() {
        return "seal";
    }

    @Override
    public SecretRef secret() {
        return seal;
    }

    @Override
    public Post of(AlarmEvent bounded, Sending with) {
        String letter = bounded.action() + " " + bounded.dedupKey() + ": " + bounded.summary();
        return new Post(URI.create(url), Map.of("Seal", with.secret()), letter.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean accepts(int status, String body) {
        return status == 204;
    }

    @Override
    public Set<Integer> refusals() {
        return Set.of(400);
    }

    @Override
    public OutboxLimits limits(OutboxLimits of) {
        return of.withPerMinute(10);
    }
}
