package dev.breakwater.cli.receive;

import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.config.model.RouteSettings.Receiver;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.HttpFormat;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyChannel;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configured receivers of alerts that accept HTTP requests. Other receivers need AWS permissions, which the command
 * {@code receive} does not have.
 */
final class Pagers {

    private final Settings settings;
    private final Secrets secrets;

    Pagers(Settings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /** Returns the channels, by their path in the configuration. The channels' secrets are resolved only here. */
    Map<String, AlarmChannel.Source> all() {
        Map<String, AlarmChannel.Source> all = new LinkedHashMap<>();
        for (Receiver r : settings.alarms().all()) {
            ChannelSettings.PagerDuty pagerduty = r.channels().pagerduty();
            if (pagerduty.enabled()) {
                String key = secrets.of(pagerduty.routingKey());
                all.put(r.path() + ".pagerduty", PagerDutyChannel.to(URI.create(pagerduty.endpoint()), () -> key));
            }
            for (ChannelSettings.Http channel : r.channels().http()) {
                HttpFormat format = HttpFormat.of(channel.kind(), channel.url(), false);
                all.put(r.path() + '.' + channel.kind(), http(format, secrets.of(channel.secret())));
            }
        }
        return all;
    }

    private static AlarmChannel.Source http(HttpFormat format, String secret) {
        return HttpChannel.to(format, () -> secret, WallClock.system());
    }
}
