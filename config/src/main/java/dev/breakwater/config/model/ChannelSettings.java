package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The channels through which a receiver gets its alerts. A new kind of HTTP receiver needs a component here. */
public record ChannelSettings(
        @Key(doc = "PagerDuty, Events API v2") PagerDuty pagerduty,
        @Key(doc = "an SNS topic") Sns sns,
        @Key(doc = "an EventBridge bus") EventBridge eventbridge,
        @Key(doc = "an incoming webhook of Slack") Slack slack,

        @Key(doc = "a workflow of Microsoft Teams that posts the messages sent to its webhook")
        Teams teams,

        @Key(doc = "your own webhook, signed") Webhook webhook,

        @Key(doc = "Prometheus' Alertmanager, API v2") Alertmanager alertmanager)
        implements Serializable {

    /** The names of all sections. */
    public static final List<String> NAMES = Stream.of(ChannelSettings.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    /** Returns whether there is any channel. */
    public boolean reaches() {
        return pagerduty.enabled() || sns.enabled() || eventbridge.enabled() || !http().isEmpty();
    }

    /** Returns the channels to HTTP receivers other than PagerDuty. */
    public List<Http> http() {
        return Stream.<Http>of(slack, teams, webhook, alertmanager)
                .filter(Http::enabled)
                .toList();
    }

    /** Returns the references to secrets of all channels. Some references may be {@link SecretRef#NONE}. */
    public List<SecretRef> secrets() {
        List<SecretRef> secrets = new ArrayList<>(List.of(pagerduty.routingKey()));
        http().forEach(channel -> secrets.add(channel.secret()));
        return secrets;
    }

    /** A channel to a receiver that accepts HTTP requests. */
    public interface Http extends Serializable {

        /** Returns the name of the channel's section. */
        default String kind() {
            return getClass().getSimpleName().toLowerCase(Locale.ROOT);
        }

        /** Returns whether the file has the section. */
        boolean enabled();

        /** Returns the channel's URL, or an empty text if the secret is the URL. */
        default String url() {
            return "";
        }

        /** Returns the key in the section that holds the secret. */
        String secretKey();

        SecretRef secret();
    }

    /** A channel with a secret URL. */
    public interface SecretUrl extends Http {

        SecretRef webhook();

        @Override
        default boolean enabled() {
            return webhook().present();
        }

        @Override
        default String secretKey() {
            return "webhook";
        }

        @Override
        default SecretRef secret() {
            return webhook();
        }
    }

    /**
     * PagerDuty, Events API v2.
     *
     * @param routingKey {@link SecretRef#NONE} when the file has no such section
     */
    public record PagerDuty(
            @Key(
                    required = true,
                    remedy = "a reference like env:PD_ROUTING_KEY",
                    doc = "reference to the integration key, as env:NAME, file:PATH or aws-secret:ID[#KEY]")
            SecretRef routingKey,

            @Key(
                    initial = "https://events.pagerduty.com/v2/enqueue",
                    form = Form.ENDPOINT,
                    doc = "the URL; it must use https, or http on a loopback host")
            String endpoint)
            implements Serializable {

        /** Returns whether the file has the section. */
        public boolean enabled() {
            return routingKey.present();
        }
    }

    /**
     * An SNS topic.
     *
     * @param topicArn empty: none
     */
    public record Sns(
            @Key(required = true, form = Form.TOPIC, doc = "ARN of the topic")
            String topicArn) implements Serializable {

        /** Returns whether the file has the section. */
        public boolean enabled() {
            return !topicArn.isEmpty();
        }
    }

    /**
     * An EventBridge bus.
     *
     * @param bus empty: none
     */
    public record EventBridge(
            @Key(initial = "default", form = Form.BUS, doc = "name or ARN of the bus")
            String bus) implements Serializable {

        /** Returns whether the file has the section. */
        public boolean enabled() {
            return !bus.isEmpty();
        }
    }

    /**
     * An incoming webhook of Slack.
     *
     * @param webhook {@link SecretRef#NONE} when the file has no such section
     */
    public record Slack(
            @Key(
                    required = true,
                    remedy = "a reference like env:SLACK_WEBHOOK",
                    doc = "reference to the webhook's address, which is a secret; if door.slack is set, messages "
                            + "have buttons")
            SecretRef webhook)
            implements SecretUrl {}

    /**
     * A workflow of Microsoft Teams.
     *
     * @param webhook {@link SecretRef#NONE} when the file has no such section
     */
    public record Teams(
            @Key(
                    required = true,
                    remedy = "a reference like env:TEAMS_WEBHOOK",
                    doc = "reference to the workflow's address, which is a secret")
            SecretRef webhook)
            implements SecretUrl {}

    /**
     * A webhook of the user's own.
     *
     * @param url empty when the file has no such section
     */
    public record Webhook(
            @Key(required = true, form = Form.ENDPOINT, doc = "the URL; it must use https, or http on a loopback host")
            String url,

            @Key(
                    required = true,
                    remedy = "a reference like env:HOOK_SECRET",
                    doc = "reference to the secret that signs the time and the body, such as env:NAME")
            SecretRef secret)
            implements Http {

        @Override
        public boolean enabled() {
            return !url.isEmpty();
        }

        @Override
        public String secretKey() {
            return "secret";
        }
    }

    /**
     * Alertmanager.
     *
     * @param url empty when the file has no such section
     * @param token {@link SecretRef#NONE} if no token is sent
     */
    public record Alertmanager(
            @Key(
                    required = true,
                    form = Form.ENDPOINT,
                    doc = "the URL without its ending /api/v2/alerts; it must use https, or http on a loopback host")
            String url,

            @Key(doc = "reference to a bearer token, such as env:NAME")
            SecretRef token)
            implements Http {

        @Override
        public boolean enabled() {
            return !url.isEmpty();
        }

        @Override
        public String secretKey() {
            return "token";
        }

        @Override
        public SecretRef secret() {
            return token;
        }
    }
}
