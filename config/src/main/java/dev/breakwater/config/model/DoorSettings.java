package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;
import java.util.List;

/**
 * The listeners of {@code breakwater console} for people and for callbacks, and the people who may send requests there.
 *
 * @param token     {@link SecretRef#NONE} if tokens are not accepted
 * @param pagerduty {@link SecretRef#NONE} if PagerDuty's webhooks are refused
 */
public record DoorSettings(
        @Key(doc = "the listener for people") Console console,

        @Key(doc = "the listener for PagerDuty and Slack; it shows no data, and starts only if one of them is set")
        Callbacks callbacks,

        @Key(
                doc = "reference to the bearer token that people use, such as env:NAME; requests need this "
                        + "token, and so does reading wherever reading needs a key; the token must have at "
                        + "least 16 characters")
        SecretRef token,

        @Key(
                doc = "people with a token of their own, or named by the proxy, and what each may do; if the list is "
                        + "not empty, reading needs a key, and people who come through the proxy must be listed")
        List<User> users,

        @Key(doc = "a proxy that identifies people; if it is set, reading needs the proxy or the token")
        Proxy proxy,

        @Key(doc = "reference to the secret of PagerDuty's webhook, such as env:NAME")
        SecretRef pagerduty,

        @Key(doc = "the Slack app whose buttons people may press")
        Slack slack)
        implements Serializable {

    static final String HOSTS = "other host names under which people may reach it, without a port";

    /** Returns whether there is a listener for callbacks. */
    public boolean hearsCallbacks() {
        return pagerduty.present() || slack.secret.present();
    }

    /**
     * Returns whether reading the console needs a key. Reading needs a key if the console is behind a proxy, has a list
     * of users, or listens on an address other than loopback.
     */
    public boolean readingNeedsKey() {
        return proxy.enabled() || !users.isEmpty() || !ReceiveSettings.isLoopback(console.listen);
    }

    /** A person who may use the console. */
    public record User(
            @Key(
                    required = true,
                    form = Form.PERSON,
                    doc = "the person's name, as the ledger shows it and as a proxy sends it; the case of an "
                            + "e-mail address makes no difference")
            String name,

            @Key(
                    form = Form.HASH,
                    doc = "the salted hash of the person's token, or a reference to the hash such as env:NAME, "
                            + "but never the token itself; `breakwater console --new-token` makes a token and its "
                            + "hash; without a hash, only a proxy can name the person")
            String tokenHash,

            @Key(
                    required = true,
                    remedy = "view, act or approve",
                    words = {"view", "act", "approve"},
                    doc =
                            "`view` allows reading; `act` also allows decline, release, hold, protect, accept and attack; "
                                    + "`approve` also allows approve and throttle")
            String may)
            implements Serializable {

        /**
         * Returns the name in the form in which names are compared. The case of an e-mail address makes no difference,
         * because providers treat such addresses alike. Only ASCII letters are changed, so that no foreign letter can
         * pass for one of them. The case of other names, such as a subject's id, makes a difference.
         */
        public static String compared(String name) {
            if (!name.contains("@")) return name;
            StringBuilder folded = new StringBuilder();
            name.chars().map(c -> c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c).forEach(c -> folded.append((char) c));
            return folded.toString();
        }
    }

    /** The listener for people. */
    public record Console(
            @Key(
                    initial = "127.0.0.1:8444",
                    form = Form.LISTEN,
                    doc = "host:port; an address other than loopback needs `tls` or a proxy, and a key for reading")
            String listen,

            @Key(doc = "the certificate of the console") ReceiveSettings.Tls tls,

            @Key(form = Form.HOST, doc = HOSTS + "; loopback names and the host of `pages.baseUrl` always work")
            List<String> hosts)
            implements Serializable {}

    /** The listener for callbacks of PagerDuty and Slack. */
    public record Callbacks(
            @Key(
                    initial = "127.0.0.1:8445",
                    form = Form.LISTEN,
                    doc = "host:port; without `tls`, the host must be a loopback host")
            String listen,

            @Key(doc = "the certificate for callbacks") ReceiveSettings.Tls tls,

            @Key(form = Form.HOST, doc = HOSTS + "; loopback names and the host of `pages.baseUrl` always work")
            List<String> hosts)
            implements Serializable {}

    /**
     * A proxy that identifies people. The proxy proves its own identity with a secret in a header, or with the
     * signature of an AWS load balancer.
     */
    public record Proxy(
            @Key(
                    initial = "X-Forwarded-User",
                    form = Form.HEADER,
                    doc = "header in which the proxy names the person; the proxy must remove this header from "
                            + "incoming requests")
            String header,

            @Key(
                    doc = "reference to the secret that the proxy sends in `secretHeader`, such as env:NAME; the "
                            + "secret must have at least 16 characters")
            SecretRef secret,

            @Key(initial = "X-Breakwater-Proxy", form = Form.HEADER, doc = "header in which the proxy sends the secret")
            String secretHeader,

            @Key(doc = "an AWS application load balancer that authenticates people, in place of a secret")
            LoadBalancer alb)
            implements Serializable {

        /** Returns whether a proxy is configured. */
        public boolean enabled() {
            return secret.present() || alb.enabled();
        }
    }

    /** An AWS application load balancer, which signs the person's identity in {@code x-amzn-oidc-data}. */
    public record LoadBalancer(
            @Key(
                    required = true,
                    form = Form.BALANCER,
                    doc = "ARN of the load balancer; the console refuses signatures of any other")
            String signer,

            @Key(initial = "email", form = Form.NAME, doc = "the claim that names the person")
            String claim,

            @Key(
                    form = Form.ENDPOINT,
                    doc = "address of the load balancer's public keys; if unset, AWS's address for its region")
            String keys)
            implements Serializable {

        /** Returns whether the file has the section. */
        public boolean enabled() {
            return !signer.isEmpty();
        }
    }

    /** The Slack app whose buttons are accepted. */
    public record Slack(
            @Key(
                    required = true,
                    remedy = "a reference like env:SLACK_SIGNING_SECRET",
                    doc = "reference to the app's signing secret, such as env:NAME")
            SecretRef secret,

            @Key(
                    doc = "the people who may press buttons, and which ones; if nobody is listed, messages have "
                            + "a link to the page but no buttons")
            List<SlackUser> users)
            implements Serializable {}

    /** A person in Slack. */
    public record SlackUser(
            @Key(
                    required = true,
                    form = Form.MEMBER,
                    doc = "the member's id; it cannot be the name, because people change their names")
            String id,

            @Key(
                    required = true,
                    remedy = "at least one of approve, decline, release, hold, accept, attack or protect",
                    words = {"approve", "decline", "release", "hold", "accept", "attack", "protect"},
                    doc = "the requests that this person may make")
            List<String> may)
            implements Serializable {}
}
