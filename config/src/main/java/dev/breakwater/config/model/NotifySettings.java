package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;

/** Where alarms go. */
public record NotifySettings(
        @Key(doc = "PagerDuty, Events API v2") PagerDuty pagerduty,
        @Key(doc = "an SNS topic") Sns sns,
        @Key(doc = "an EventBridge bus") EventBridge eventbridge,

        @Key(doc = "publish key figures as CloudWatch metrics, 4 for each account and region")
        CloudWatch cloudwatch,

        @Key(
                initial = "5",
                bounds = "2 to 100",
                doc = "so many incidents of one account and region that open within a minute are one alert")
        int together)
        implements Serializable {

    /** Whether an alarm goes anywhere but into the ledger. */
    public boolean reachesPeople() {
        return pagerduty.enabled() || sns.enabled() || eventbridge.enabled();
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
                    doc = "reference to the integration key: env:NAME, file:PATH or aws-secret:ID[#KEY]")
            SecretRef routingKey,

            @Key(
                    initial = "https://events.pagerduty.com/v2/enqueue",
                    form = Form.ENDPOINT,
                    doc = "URL, https, or http on a loopback host")
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
     * Breakwater's own key figures as CloudWatch metrics.
     *
     * @param region empty: none are published
     */
    public record CloudWatch(
            @Key(required = true, form = Form.REGION, doc = "region in which the metrics are kept")
            String region) implements Serializable {

        /** Whether the file has the section. */
        public boolean enabled() {
            return !region.isEmpty();
        }
    }
}
