package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;

/** The channels through which a receiver gets its alerts. */
public final class ChannelSettings {

    private ChannelSettings() {}

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

        /** Whether the file has the section. */
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

        /** Whether the file has the section. */
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

        /** Whether the file has the section. */
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
            implements Serializable {

        /** Whether the file has the section. */
        public boolean enabled() {
            return webhook.present();
        }
    }

    /**
     * A webhook of one's own.
     *
     * @param url empty when the file has no such section
     */
    public record Webhook(
            @Key(
                    required = true,
                    form = Form.ENDPOINT,
                    doc = "the URL; it must use https, or http on a loopback " + "host")
            String url,

            @Key(
                    required = true,
                    remedy = "a reference like env:HOOK_SECRET",
                    doc = "reference to the secret that signs the time and the body, such as env:NAME")
            SecretRef secret)
            implements Serializable {

        /** Whether the file has the section. */
        public boolean enabled() {
            return !url.isEmpty();
        }
    }

    /**
     * Alertmanager.
     *
     * @param url empty when the file has no such section
     * @param token {@link SecretRef#NONE}: none is sent
     */
    public record Alertmanager(
            @Key(
                    required = true,
                    form = Form.ENDPOINT,
                    doc = "the URL without its ending /api/v2/alerts; it must use https, or http on a loopback host")
            String url,

            @Key(doc = "reference to a bearer token, such as env:NAME")
            SecretRef token)
            implements Serializable {

        /** Whether the file has the section. */
        public boolean enabled() {
            return !url.isEmpty();
        }
    }
}
