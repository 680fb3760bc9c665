package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.model.NotifySettings;
import dev.breakwater.config.model.RouteSettings.Receiver;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.bucket.Folders.S3Place;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.Arns;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** Checks the services that the job uses with its own identity: receivers of alerts, and folders of samples. */
final class JobChecks {

    private static final String NO_OBJECT = "asked-by-breakwater-doctor";

    private final Settings settings;
    private final Map<String, String> environment;
    private final WatchedPlace first;
    private final Probes probes;
    private final Simulation simulation;
    private final Where asker;

    /** @param first the account and region whose region is used for services without a region of their own */
    JobChecks(
            Settings settings,
            Map<String, String> environment,
            WatchedPlace first,
            Probes probes,
            Simulation simulation,
            Where asker) {
        this.settings = settings;
        this.environment = environment;
        this.first = first;
        this.probes = probes;
        this.simulation = simulation;
        this.asker = asker;
    }

    void check() {
        NotifySettings notify = settings.alarms();
        for (Receiver r : notify.all()) {
            if (r.channels().sns().enabled())
                topic(r.path() + ".sns.topicArn", r.channels().sns().topicArn());
            if (r.channels().eventbridge().enabled())
                bus(r.path() + ".eventbridge.bus", r.channels().eventbridge().bus());
        }
        if (notify.cloudwatch().enabled()) {
            Where where = Where.job("", notify.cloudwatch().region());
            simulation.ask(AwsCall.PUT_METRIC_DATA, asker, where, "*");
        }
        String read = settings.source().landing().common();
        boolean lands = Needs.lands(settings);
        boolean same = lands && read.equals(settings.receive().path());
        if (lands) bucket("receive.path", settings.receive().path(), true);
        if (Needs.reads(settings) && !same) bucket("source.landing.path", read, false);
        Needs.files(settings).forEach((key, place) -> {
            bucket(key, place, true);
            simulation.ask(AwsCall.DELETE_OBJECT, asker, Where.job("", first.region()), object(place));
        });
    }

    private void topic(String key, String arn) {
        String region = arn.split(":", 5)[3];
        Where where = Where.job("", region);
        try (AwsClients clients = clients(region)) {
            SnsClient sns = clients.build(SnsClient.builder());
            probes.askFor(key, AwsCall.GET_TOPIC_ATTRIBUTES, where, () -> sns.getTopicAttributes(r -> r.topicArn(arn)));
        }
        simulation.ask(AwsCall.PUBLISH, asker, where, arn);
    }

    private void bus(String key, String bus) {
        boolean named = bus.startsWith("arn:");
        String region = named ? bus.split(":", 5)[3] : first.region();
        Where where = Where.job("", region);
        try (AwsClients clients = clients(region)) {
            EventBridgeClient events = clients.build(EventBridgeClient.builder());
            probes.askFor(key, AwsCall.DESCRIBE_EVENT_BUS, where, () -> events.describeEventBus(r -> r.name(bus)));
        }
        String arn = named
                ? bus
                : "arn:" + Arns.partition(region) + ":events:" + region + ":" + asker.account() + ":event-bus/" + bus;
        simulation.ask(AwsCall.PUT_EVENTS, asker, where, arn);
    }

    private void bucket(String key, String place, boolean written) {
        S3Place folder = S3Place.of(place);
        String bucket = folder.bucket();
        String prefix = folder.prefix();
        Where where = Where.job("", first.region());
        try (AwsClients clients = clients(first.region())) {
            S3Client s3 = clients.s3();
            probes.askFor(
                    key,
                    AwsCall.LIST_BUCKET,
                    where,
                    () -> s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix).maxKeys(1)));
            probes.ask(
                    AwsCall.GET_OBJECT,
                    where,
                    () -> s3.getObjectAsBytes(r -> r.bucket(bucket).key(prefix + NO_OBJECT)));
        }
        if (!written) return;
        simulation.ask(AwsCall.PUT_OBJECT, asker, where, object(place));
    }

    private String object(String place) {
        S3Place folder = S3Place.of(place);
        return "arn:" + Arns.partition(first.region()) + ":s3:::" + folder.bucket() + "/" + folder.prefix() + NO_OBJECT;
    }

    private AwsClients clients(String region) {
        return new AwsClients(AwsSettings.of(region, settings.aws().endpoint(), ""), environment);
    }
}
