package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;
import java.util.List;

/**
 * The listeners of {@code breakwater console} for people and for callbacks, and the people who may send requests there.
 *
 * @param token     {@link SecretRef#NONE}: tokens are not accepted
 * @param pagerduty {@link SecretRef#NONE}: PagerDuty's webhooks are refused
 */
public record DoorSettings(
        @Key(doc = "where people come in") Console console,

        @Key(doc = "the listener for PagerDuty and Slack, which shows nothing; it listens if one of them is set")
        Callbacks callbacks,

        @Key(
                doc = "reference to the bearer token with which people send requests, and read where"
                        + " reading needs a key; 16 characters or more: env:NAME or the like")
        SecretRef token,

        @Key(doc = "a proxy that identifies people; with it, reading needs the proxy or the token")
        Proxy proxy,

        @Key(doc = "reference to the secret of PagerDuty's webhook, env:NAME or the like")
        SecretRef pagerduty,

        @Key(doc = "the Slack app whose buttons count") Slack slack)
        implements Serializable {

    private static final String HOSTS = "further names by which it is reached, without port";

    /** Whether callbacks are listened for. */
    public boolean hearsCallbacks() {
        return pagerduty.present() || slack.secret.present();
    }

    /** Whether reading the console needs a key: behind a proxy, or off loopback. */
    public boolean readingNeedsKey() {
        return proxy.enabled() || !ReceiveSettings.isLoopback(console.listen);
    }

    /** The listener for people. */
    public record Console(
            @Key(
                    initial = "127.0.0.1:8444",
                    form = Form.LISTEN,
                    doc = "host:port; off loopback only with tls or a proxy, and with a key for reading")
            String listen,

            @Key(doc = "the certificate of the console") ReceiveSettings.Tls tls,

            @Key(form = Form.HOST, doc = HOSTS + "; loopback names and the host of pages.baseUrl are known")
            List<String> hosts)
            implements Serializable {}

    /** The listener for vendors. */
    public record Callbacks(
            @Key(initial = "127.0.0.1:8445", form = Form.LISTEN, doc = "host:port; without tls a loopback host")
            String listen,

            @Key(doc = "the certificate for callbacks") ReceiveSettings.Tls tls,

            @Key(form = Form.HOST, doc = HOSTS + "; loopback names and the host of pages.baseUrl are known")
            List<String> hosts)
            implements Serializable {}

    /**
     * A proxy that knows who asks. It proves itself with a secret in a header, or with the signature of an AWS load
     * balancer.
     */
    public record Proxy(
            @Key(
                    initial = "X-Forwarded-User",
                    form = Form.HEADER,
                    doc = "header in which it names the person; it must remove that header from incoming requests")
            String header,

            @Key(
                    doc =
                            "reference to the secret that it adds in secretHeader, 16 characters or more: env:NAME or the like")
            SecretRef secret,

            @Key(initial = "X-Breakwater-Proxy", form = Form.HEADER, doc = "header in which it adds the secret")
            String secretHeader,

            @Key(doc = "an AWS application load balancer that authenticates people, in place of a secret")
            LoadBalancer alb)
            implements Serializable {

        /** Whether there is one. */
        public boolean enabled() {
            return secret.present() || alb.enabled();
        }
    }

    /** An AWS application load balancer: it signs who asks in {@code x-amzn-oidc-data}. */
    public record LoadBalancer(
            @Key(
                    required = true,
                    form = Form.BALANCER,
                    doc = "ARN of the load balancer; signatures of others are refused")
            String signer,

            @Key(initial = "email", form = Form.NAME, doc = "the claim that names the person")
            String claim,

            @Key(
                    form = Form.ENDPOINT,
                    doc = "where its public keys are; none: AWS's address of the load balancer's region")
            String keys)
            implements Serializable {

        /** Whether the file has the section. */
        public boolean enabled() {
            return !signer.isEmpty();
        }
    }

    /** The Slack app whose buttons are accepted. */
    public record Slack(
            @Key(
                    required = true,
                    remedy = "a reference like env:SLACK_SIGNING_SECRET",
                    doc = "reference to the signing secret of the app, env:NAME or the like")
            SecretRef secret,

            @Key(doc = "who may press which button; none: messages have a link to the page and no buttons")
            List<SlackUser> users)
            implements Serializable {}

    /** A person in Slack. */
    public record SlackUser(
            @Key(required = true, form = Form.MEMBER, doc = "the member's id, not the name, which people change")
            String id,

            @Key(
                    required = true,
                    remedy = "at least one of approve, release, hold, accept and protect",
                    words = {"approve", "release", "hold", "accept", "protect"},
                    doc = "what this person may ask for")
            List<String> may)
            implements Serializable {}
}
