package dev.breakwater.connectors.alarms.http;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A channel to a receiver that accepts HTTP requests. The channel reads its secret before the first delivery, and again
 * after a refusal, because somebody may have corrected the secret. If the secret store is down, alarms are delayed but
 * the job does not stop.
 */
public final class HttpChannel implements AlarmChannel {

    /** How long one attempt may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The beginning of the reason if the receiver knows the sender no longer, so that only a person can help. */
    public static final String KEY_REFUSED = "the receiver refused the ";

    private static final int UNAUTHORIZED = 401;

    private static final int WORDS = 300;

    private final HttpFormat format;
    private final SecretSource secrets;
    private final boolean buttons;
    private final WallClock clock;
    private final HttpPost http;
    private String secret;
    private boolean keyRefused;

    /**
     * A reference to a secret. The reference is resolved where the sink runs. The reference's {@code toString} and
     * errors show the reference, never the secret.
     */
    @FunctionalInterface
    public interface SecretSource extends Serializable {

        /** No secret. */
        SecretSource NONE = () -> "";

        /** Returns the secret. Throws if the secret cannot be read now; the channel then tries again later. */
        String resolve();
    }

    HttpChannel(HttpFormat format, SecretSource secrets, boolean buttons, WallClock clock, Duration timeout) {
        http = new HttpPost(timeout);
        this.format = format;
        this.secrets = secrets;
        this.buttons = buttons;
        this.clock = clock;
    }

    /**
     * @param buttons whether a server receives clicks on the messages' buttons
     * @param log     records the alarms that reach no receiver
     */
    public static OutboxSink sink(
            HttpFormat format, SecretSource secrets, boolean buttons, OutboxLimits limits, UndeliveredAlarm.Log log) {
        WallClock clock = WallClock.system();
        return new OutboxSink(
                () -> new HttpChannel(format, secrets, buttons, clock, TIMEOUT), format.limits(limits), log, clock);
    }

    /**
     * Returns the channel, without buttons, as part of a job graph.
     *
     * @param timeout how long one attempt may take, up to the last byte of the answer
     */
    public static AlarmChannel.Source to(HttpFormat format, SecretSource secrets, Duration timeout) {
        return () -> new HttpChannel(format, secrets, false, WallClock.system(), timeout);
    }

    @Override
    public Delivery deliver(AlarmEvent event) {
        if (event.tellsOnly() && !format.takesActs()) {
            return new Delivery.Rejected(0, List.of("this channel sends no notices"));
        }
        AlarmEvent bounded = AlarmText.bounded(event);
        String before = secret;
        keyRefused = false;
        Delivery delivery = send(bounded);
        if (!(delivery instanceof Delivery.Rejected) && !keyRefused) return delivery;
        String refused = secret;
        secret = null;
        // somebody may have replaced the secret since it was read
        return before == null || isStill(refused) ? delivery : send(bounded);
    }

    private Delivery send(AlarmEvent event) {
        HttpFormat.Post post;
        try {
            if (secret == null) secret = secrets.resolve();
            post = format.of(event, new HttpFormat.Sending(secret, buttons, clock.millis()));
        } catch (RuntimeException e) {
            secret = null;
            // any other exception's text is left out, because it may contain the secret
            String why = e instanceof HttpFormat.Unusable
                    ? e.getMessage()
                    : "the secret cannot be read or used: " + e.getClass().getSimpleName();
            return new Delivery.RetryLater(why, Duration.ZERO, false);
        }
        return http.send(post.to(), post.headers(), post.body(), answer -> judge(answer, event.dedupKey()));
    }

    private boolean isStill(String refused) {
        try {
            return secrets.resolve().equals(refused);
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** The alarm waits for a valid secret, which may be in its place at the next attempt. */
    private Delivery unauthorized() {
        String why = KEY_REFUSED + format.secretKey() + " (HTTP 401), which may be old or revoked. Put the valid one "
                + "where the configuration's reference points. If it is an env: reference, restart the process";
        return new Delivery.RetryLater(why, Duration.ZERO, false);
    }

    private Delivery judge(HttpResponse<byte[]> answer, String dedupKey) {
        int status = answer.statusCode();
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        if (format.accepts(status, body)) return new Delivery.Accepted(dedupKey);
        if (!format.refusals().contains(status)) {
            keyRefused = status == UNAUTHORIZED && !secret.isEmpty();
            return keyRefused ? unauthorized() : HttpPost.later(answer);
        }
        String words = secret.isEmpty() ? body : body.replace(secret, "[secret]");
        return new Delivery.Rejected(status, List.of(AlarmText.clean(words, WORDS)));
    }
}
