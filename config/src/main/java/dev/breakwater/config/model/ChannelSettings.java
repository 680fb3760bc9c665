package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The channels through which a receiver gets its alerts.
 *
 * @param http the channels to HTTP receivers other than PagerDuty
 */
public record ChannelSettings(
        @Key(doc = "PagerDuty, Events API v2") PagerDuty pagerduty,
        @Key(doc = "an SNS topic") Sns sns,
        @Key(doc = "an EventBridge bus") EventBridge eventbridge,
        @Key(name = "*") List<Http> http)
        implements Serializable {

    /** The names of all sections. */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of("pagerduty", "sns", "eventbridge"),
                    Registered.of(Http.class).stream().map(Registered::kind))
            .toList();

    /** Returns whether there is any channel. */
    public boolean reaches() {
        return !names().isEmpty();
    }

    /** Returns the names of the sections that the file has. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (pagerduty.enabled()) names.add("pagerduty");
        if (sns.enabled()) names.add("sns");
        if (eventbridge.enabled()) names.add("eventbridge");
        http.forEach(channel -> names.add(channel.kind()));
        return names;
    }

    /** Returns the references to secrets of all channels. Some references may be {@link SecretRef#NONE}. */
    public List<SecretRef> secrets() {
        List<SecretRef> secrets = new ArrayList<>(List.of(pagerduty.routingKey()));
        http.forEach(channel -> secrets.add(channel.secret()));
        return secrets;
    }

    /** A channel to another receiver that accepts HTTP requests. Its module registers it. */
    public interface Http extends Registered {

        /** Returns the channel's URL, or an empty text if the secret is the URL. */
        default String url() {
            return "";
        }

        /** Returns the key in the section that holds the secret. */
        String secretKey();

        SecretRef secret();
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
     * @param topicArn empty if there is no topic
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
     * @param bus empty if there is no bus
     */
    public record EventBridge(
            @Key(initial = "default", form = Form.BUS, doc = "name or ARN of the bus")
            String bus) implements Serializable {

        /** Returns whether the file has the section. */
        public boolean enabled() {
            return !bus.isEmpty();
        }
    }
}
