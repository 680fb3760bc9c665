package dev.breakwater.guard.live;

import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.config.model.NotifySettings;
import dev.breakwater.config.model.RouteSettings.Receiver;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.config.secret.SecretResolver;
import dev.breakwater.connectors.alarms.aws.CloudWatchMetricsSink;
import dev.breakwater.connectors.alarms.aws.EventBridgeChannel;
import dev.breakwater.connectors.alarms.aws.SnsChannel;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.HttpFormat;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OpenKeys;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.alarms.outbox.OutboxSink.AlarmPost;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.aws.AwsSecrets;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import dev.breakwater.guard.Ports.Channel;
import dev.breakwater.guard.Stage;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.guard.convert.AlertLines;
import dev.breakwater.model.AccountFigures;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receivers of a live run, from the section {@code notify} of the configuration. Each channel of each receiver has
 * its own outbox.
 */
public final class Channels {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final OutboxLimits LIMITS = OutboxLimits.defaults();

    private final WatchedPlace place;
    private final AwsSettings aws;
    private final boolean buttons;
    private final String chains;
    private final List<Channel> channels = new ArrayList<>();

    private Channels(WatchedPlace place, boolean buttons, String chains) {
        this.place = place;
        this.aws = AwsSettings.of(place.region(), place.endpoint(), "");
        this.buttons = buttons;
        this.chains = chains;
    }

    /** @param place its region applies to secrets and event buses that do not name a region */
    static List<Channel> of(Settings settings, WatchedPlace place) {
        Channels all = new Channels(place, !settings.door().slack().users().isEmpty(), RunPlaces.chainsText(settings));
        settings.alarms().all().forEach(all::receiver);
        if (all.channels.isEmpty()) LOG.warn("The section notify has no receiver, so alerts are only in the ledger");
        return all.channels;
    }

    /**
     * Sends an alarm to the receivers that the routes select, and waits at most this long for each.
     *
     * @param place its region applies to secrets and event buses that do not name a region
     * @return uids of the channels that sent the alarm
     */
    public static List<String> send(Settings settings, WatchedPlace place, AlarmEvent alarm, Duration atMost)
            throws InterruptedException {
        List<String> took = new ArrayList<>();
        AlarmEvent sent = AlarmRoutes.of(settings).send(alarm, name -> Map.of());
        for (Channel channel : of(settings, place)) {
            if (alarm.tellsOnly() ? !channel.takesActs() : !channel.takesAlarms()) continue;
            try (AlarmPost post = channel.sink().post(new UnregisteredMetricsGroup())) {
                post.offer(sent);
                if (post.finish(atMost) > 0) took.add(channel.uid());
            }
        }
        return took;
    }

    /** Returns the sink of key figures as metrics. The sink drops the figures if no metrics are configured. */
    static Sink<AccountFigures> figures(Settings settings, WatchedPlace place) {
        if (!settings.alarms().cloudwatch().enabled()) return new DiscardingSink<>();
        String region = settings.alarms().cloudwatch().region();
        return CloudWatchMetricsSink.create(AwsSettings.of(region, place.endpoint(), ""));
    }

    private void receiver(Receiver r) {
        ChannelSettings to = r.channels();
        if (to.pagerduty().enabled()) pagerduty(r, to.pagerduty());
        if (to.sns().enabled()) {
            add(r, "-sns", SnsChannel.sink(to.sns().topicArn(), place.endpoint(), "", LIMITS, log(r)), true, false);
        }
        if (to.eventbridge().enabled()) {
            AwsSettings there = AwsSettings.of(region(to.eventbridge().bus()), place.endpoint(), "");
            var bus = EventBridgeChannel.sink(to.eventbridge().bus(), there, LIMITS, log(r));
            add(r, "-eventbridge", bus, true, true);
        }
        for (ChannelSettings.Http channel : to.http()) {
            HttpFormat format = (HttpFormat) channel;
            add(r, '-' + channel.kind(), sink(r, format), true, format.takesActs());
        }
    }

    private void pagerduty(Receiver r, ChannelSettings.PagerDuty pagerduty) {
        OutboxSink alerts = sink(r, new PagerDuty(pagerduty.endpoint(), pagerduty.routingKey(), false));
        OutboxSink changes = sink(r, new PagerDuty(pagerduty.endpoint(), pagerduty.routingKey(), true));
        add(r, "", alerts.remembering(new ShownAlerts(chains, r.name())), true, false);
        add(r, "-changes", changes, false, true);
    }

    private OutboxSink sink(Receiver r, HttpFormat format) {
        AwsSettings there = aws;
        SecretRef reference = format.secret();
        HttpChannel.SecretSource secret =
                reference.present() ? () -> resolve(reference, there) : HttpChannel.SecretSource.NONE;
        return HttpChannel.sink(format, secret, buttons, LIMITS, log(r));
    }

    /** @param kind a suffix of the outbox's uid; empty for PagerDuty */
    private void add(Receiver r, String kind, OutboxSink sink, boolean alarms, boolean acts) {
        String uid = Stage.NOTIFY.uid() + kind + (isDefault(r) ? "" : "-to-" + r.name());
        channels.add(new Channel(uid, sink.of(r.name()), alarms, acts));
    }

    private static boolean isDefault(Receiver r) {
        return r.name().equals(NotifySettings.DEFAULT);
    }

    private static UndeliveredAlarm.Log log(Receiver r) {
        return UndeliveredAlarm.Log.ofProgram(isDefault(r) ? "" : r.name());
    }

    /** Reads a secret on the machine that uses the secret, so that the job graph never contains it. */
    private static String resolve(SecretRef secret, AwsSettings aws) {
        return SecretResolver.ofProcess(new AwsSecrets(aws, System.getenv())::read)
                .resolve(secret)
                .reveal();
    }

    private String region(String bus) {
        return bus.startsWith("arn:") ? bus.split(":", 5)[3] : place.region();
    }

    /**
     * Records in a separate chain of the ledger which alerts a receiver shows. A job that has lost its state can then
     * resolve these alerts.
     */
    static final class ShownAlerts implements OpenKeys {

        private static final Logger LOG = LoggerFactory.getLogger(ShownAlerts.class);

        private final String chains;
        private final String writer;
        private transient LedgerWriter ledger;

        /**
         * @param chains   the folder of the ledger's chains, as a text of {@link Folders}
         * @param receiver the receiver that shows the alerts
         */
        ShownAlerts(String chains, String receiver) {
            this.chains = chains;
            this.writer = LedgerFolder.alerts(receiver);
        }

        @Override
        public void opened(OpenKey key) {
            note(key, true);
        }

        @Override
        public void closed(OpenKey key) {
            note(key, false);
        }

        /**
         * Records in the ledger that an alert was opened or resolved. A key that cannot be written to the ledger is
         * kept in memory. If the process then ends, people must resolve the old alert.
         */
        private void note(OpenKey key, boolean opened) {
            Clock clock = Clock.systemUTC();
            if (ledger == null) ledger = LedgerWriter.of(Folders.of(chains), writer, LedgerWriter.SEGMENT_BYTES, clock);
            try {
                ledger.note(AlertLines.of(key, opened, clock.instant()));
            } catch (NewerAttempt e) {
                throw new IllegalStateException("a chain of alerts does not record attempts", e);
            }
        }

        @Override
        public List<OpenKey> open() {
            try {
                return AlertLines.open(LedgerMemory.read(Folders.of(chains), writer));
            } catch (IOException e) {
                LOG.warn("Earlier open alerts cannot be read from chain {}, so resolve them by hand", writer, e);
                return List.of();
            }
        }
    }
}
