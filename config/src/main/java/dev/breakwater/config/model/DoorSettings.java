package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;
import java.util.List;

/**
 * Where {@code breakwater console} listens, and who may ask for something there.
 *
 * @param token {@link SecretRef#NONE}: nobody comes in by a token; so of the other secrets
 */
public record DoorSettings(
        @Key(initial = "127.0.0.1:8444", form = Form.LISTEN, doc = "host:port; without tls a loopback host")
        String listen,

        @Key(doc = "the certificate of the door") ReceiveSettings.Tls tls,

        @Key(doc = "reference to the bearer token of people who may ask, 16 characters or more: env:NAME or the like")
        SecretRef token,

        @Key(doc = "a proxy that knows who asks") Proxy proxy,

        @Key(doc = "reference to the secret of PagerDuty's webhook, env:NAME or the like")
        SecretRef pagerduty,

        @Key(doc = "reference to the signing secret of the Slack app, env:NAME or the like")
        SecretRef slack)
        implements Serializable {

    /** Whether anybody may come in. */
    public boolean enabled() {
        return token.present() || !proxy.header().isEmpty() || pagerduty.present() || slack.present();
    }

    /** The host to listen on. */
    public String host() {
        return ReceiveSettings.host(listen);
    }

    /** The port to listen on, 0 for a free one. */
    public int port() {
        return ReceiveSettings.port(listen);
    }

    /**
     * A proxy that knows who asks.
     *
     * @param header empty: none is trusted
     */
    public record Proxy(
            @Key(
                    required = true,
                    remedy = "the header in which it names who asks, like X-Forwarded-User",
                    doc = "header in which it names who asks; it must take that header off what others send")
            String header,

            @Key(
                    required = true,
                    remedy = "its addresses, like [127.0.0.1]",
                    doc = "addresses from which that header is believed")
            List<String> addresses)
            implements Serializable {}
}
