package dev.breakwater.cli.receive;

import dev.breakwater.config.model.RouteSettings.Receiver;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.http.Alertmanager;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.HttpFormat;
import dev.breakwater.connectors.alarms.http.Slack;
import dev.breakwater.connectors.alarms.http.Webhook;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyChannel;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The receivers of {@code notify} that are reached over HTTP. The others would need AWS permissions that receive does
 * not have.
 */
final class Pagers {

    private final Settings settings;
    private final Secrets secrets;

    Pagers(Settings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /** The channels by the path of the configuration. Their secrets are resolved only here. */
    Map<String, AlarmChannel.Source> all() {
        Map<String, AlarmChannel.Source> all = new LinkedHashMap<>();
        for (Receiver r : settings.alarms().all()) {
            if (r.pagerduty().enabled()) {
                String key = secrets.of(r.pagerduty().routingKey());
                URI endpoint = URI.create(r.pagerduty().endpoint());
                all.put(r.path() + ".pagerduty", PagerDutyChannel.to(endpoint, () -> key));
            }
            if (r.slack().enabled()) {
                all.put(
                        r.path() + ".slack",
                        http(new Slack(false), secrets.of(r.slack().webhook())));
            }
            if (r.webhook().enabled()) {
                HttpFormat format = new Webhook(URI.create(r.webhook().url()));
                all.put(
                        r.path() + ".webhook",
                        http(format, secrets.of(r.webhook().secret())));
            }
            if (r.alertmanager().enabled()) {
                HttpFormat format = new Alertmanager(URI.create(r.alertmanager().url()));
                all.put(
                        r.path() + ".alertmanager",
                        http(format, secrets.of(r.alertmanager().token())));
            }
        }
        return all;
    }

    private static AlarmChannel.Source http(HttpFormat format, String secret) {
        return HttpChannel.to(format, () -> secret, WallClock.system());
    }
}
