package dev.breakwater.cli.receive;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.HttpFormat;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.http.HttpListener.HostNames;
import dev.breakwater.connectors.receive.AccessKeys;
import dev.breakwater.connectors.receive.Receiver;
import dev.breakwater.connectors.receive.Receiver.EndpointSettings;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.receive.store.BucketStore;
import dev.breakwater.connectors.receive.store.FolderStore;
import dev.breakwater.connectors.receive.store.LandingStore;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the endpoint that a configuration describes. */
public final class Endpoint {
    private static final int S3_TIMEOUT_MILLIS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final Settings settings;
    private final ReceiveSettings receive;
    private final Map<String, String> environment;
    private final Secrets secrets;

    /** @param environment the environment of the process */
    public Endpoint(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.receive = settings.receive();
        this.environment = environment;
        this.secrets = new Secrets(settings, "receive", environment);
    }

    /**
     * Opens the landing folder and listens.
     *
     * @throws Refusal if the file has no section {@code receive}, or its address cannot be used
     * @throws IOException if the landing folder cannot be used
     */
    public Receiver start() throws IOException {
        if (!receive.enabled()) {
            throw Refusal.error("the configuration needs a section \"receive\" with at least one entry in \"keys\"");
        }
        InetSocketAddress listen = new InetSocketAddress(receive.host(), receive.port());
        if (listen.isUnresolved()) {
            throw Refusal.error("receive.listen: the host " + receive.host() + " does not resolve");
        }
        EndpointSettings endpoint = new EndpointSettings(
                listen,
                secrets.tls(receive.tls()),
                HostNames.of(List.of(), "", "receive.openMetrics"),
                keys(),
                limits(),
                receive.openMetrics(),
                new ForgedPages(this::pagers, Clock.systemUTC()).start());
        try {
            return Receiver.start(endpoint, store(), Clock.systemUTC());
        } catch (BindException e) {
            throw Refusal.error("receive.listen: " + listen.getHostString() + ":" + listen.getPort()
                    + " cannot be listened on: " + e.getMessage());
        }
    }

    private AccessKeys keys() {
        AccessKeys keys = new AccessKeys();
        for (int i = 0; i < receive.keys().size(); i++) {
            ReceiveSettings.StreamKey key = receive.keys().get(i);
            try {
                keys.with(secrets.of(key.accessKey()), Set.copyOf(key.accounts()));
            } catch (IllegalArgumentException e) {
                throw Refusal.error("receive.keys[" + i + "].accessKey: " + e.getMessage());
            }
        }
        return keys;
    }

    /**
     * Returns the endpoint's limits, which include the memory for deliveries. If deliveries could use more memory than
     * the heap has, the process would end instead of refusing a delivery.
     */
    private ReceiveLimits limits() {
        long asked = (long) receive.bufferMb() << 20;
        long most = Runtime.getRuntime().maxMemory() / 2;
        if (asked > most) {
            LOG.warn(
                    "receive.bufferMb: {} MiB are more than half of this process's heap, so it uses only {} "
                            + "MiB. Give the process more memory.",
                    receive.bufferMb(),
                    most >> 20);
        }
        return ReceiveLimits.DEFAULT
                .withThreads(receive.threads())
                .withBufferedBytes(Math.min(asked, most))
                .withFreeBytes((long) receive.keepFreeMb() << 20);
    }

    private LandingStore store() throws IOException {
        Clock clock = Clock.systemUTC();
        if (!Folders.isBucket(receive.path())) {
            return FolderStore.open(Path.of(receive.path()), receive.roll(), clock);
        }
        AwsClients clients = new AwsClients(secrets.aws(S3_TIMEOUT_MILLIS), environment);
        return BucketStore.open(clients, receive.path(), receive.roll(), clock);
    }

    /**
     * Returns the configured receivers of alerts that accept HTTP requests, by their path in the configuration. Other
     * receivers need AWS permissions, which the command {@code receive} does not have. The secrets are resolved only
     * here.
     */
    private Map<String, AlarmChannel.Source> pagers() {
        Map<String, AlarmChannel.Source> all = new LinkedHashMap<>();
        for (var r : settings.alarms().all()) {
            ChannelSettings.PagerDuty pagerduty = r.channels().pagerduty();
            if (pagerduty.enabled()) {
                PagerDuty format = new PagerDuty(pagerduty.endpoint(), pagerduty.routingKey(), false);
                all.put(r.path() + ".pagerduty", http(format, secrets.of(format.secret())));
            }
            for (ChannelSettings.Http channel : r.channels().http()) {
                all.put(r.path() + '.' + channel.kind(), http((HttpFormat) channel, secrets.of(channel.secret())));
            }
        }
        return all;
    }

    private static AlarmChannel.Source http(HttpFormat format, String secret) {
        return HttpChannel.to(format, () -> secret, HttpChannel.TIMEOUT);
    }
}
