package dev.breakwater.config;

import java.io.Serializable;

/**
 * PagerDuty, Events API v2.
 *
 * @param routingKey a reference to the key; {@link SecretRef#NONE} when the file has no such section
 * @param endpoint the URL of enqueue
 */
public record PagerDutySettings(
        @Key(required = true, meaning = "reference to the integration key: env:NAME, file:PATH or aws-secret:ID[#KEY]")
        SecretRef routingKey,

        @Key(initial = "https://events.pagerduty.com/v2/enqueue", meaning = "URL, https, or http on a loopback host")
        String endpoint)
        implements Serializable {

    /** Whether the file has the section. */
    public boolean enabled() {
        return routingKey.present();
    }
}
