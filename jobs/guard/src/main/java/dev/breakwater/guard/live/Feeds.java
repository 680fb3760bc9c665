package dev.breakwater.guard.live;

import dev.breakwater.config.model.Registered;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.cloudwatch.poll.AwsMetricsApi;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.guard.Ports.Feed;
import dev.breakwater.guard.Stage;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.FunctionFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sources of a live run's samples, from the section {@code source} of the configuration. */
public final class Feeds {

    private static final int S3_TIMEOUT_MILLIS = 30_000;

    /**
     * The interval between two listings of a bucket. A thousand listings cost 0.005 USD, so one feed costs 2.60 USD a
     * month.
     */
    private static final Duration S3_LISTING = Duration.ofSeconds(5);

    private Feeds() {}

    /**
     * Creates all feeds. A feed that is not configured still has an operator in the job.
     *
     * @param fleet the known functions
     */
    static List<Feed> of(Settings settings, List<WatchedPlace> places, Collection<FunctionFacts> fleet) {
        SourceSettings.Landing landing = settings.source().landing();
        SourceSettings.CloudWatch polling = settings.source().cloudwatch();
        String endpoint = settings.aws().endpoint();
        PollingSource polled =
                polling(polling, endpoint, places, settings.state().lateMinutes());
        List<Feed> feeds = new ArrayList<>(List.of(
                landing.enabled()
                        ? new Feed(
                                Stage.SOURCE,
                                landing(landing, endpoint, places),
                                Watches.landing(settings, places, fleet))
                        : Feed.without(Stage.SOURCE.uid(), LandingSource.nowhere()),
                polling.enabled()
                        ? new Feed(Stage.POLL, polled, Watches.polling(settings, places))
                        : Feed.without(Stage.POLL.uid(), polled)));
        boolean alone = !landing.enabled() && !polling.enabled();
        for (Registered known : Registered.of(SourceSettings.Other.class)) {
            Optional<SourceSettings.Other> written = settings.source().others().stream()
                    .filter(other -> other.kind().equals(known.kind()))
                    .findFirst();
            String uid = Stage.SOURCE.uid() + '-' + known.kind();
            if (written.isEmpty()) {
                feeds.add(Feed.without(uid, ((SampleSource) known).source(List.of())));
                continue;
            }
            SampleSource source = (SampleSource) written.get();
            feeds.add(new Feed(uid, source.source(places), Watches.other(settings, places, source, alone)));
            alone = false;
        }
        return feeds;
    }

    /**
     * Creates the source of a landing folder. A bucket is opened with the job's own credentials, in the first region.
     */
    private static LandingSource landing(SourceSettings.Landing landing, String endpoint, List<WatchedPlace> places) {
        LandingSettings settings = LandingSettings.continuous(Clock.systemUTC());
        if (!Folders.isBucket(landing.path())) {
            return LandingSource.of(List.of(landed(landing)), settings);
        }
        Map<String, String> owners = new LinkedHashMap<>();
        for (WatchedPlace p : places) {
            owners.put(landing.of(p.account(), p.region()), landing.byAccount() ? p.account() : "");
        }
        AwsSettings aws = new AwsSettings(places.get(0).region(), endpoint, "", S3_TIMEOUT_MILLIS);
        return LandingSource.ofBuckets(owners, aws, settings.withDiscovery(S3_LISTING));
    }

    private static PollingSource polling(
            SourceSettings.CloudWatch c, String endpoint, List<WatchedPlace> places, int late) {
        List<PollTarget> targets = places.stream().flatMap(WatchedPlace::polled).toList();
        PollSettings settings = PollSettings.of(targets, c.every(), c.bootstrap(), c.usdPerMonthAtMost())
                .withTiming(PollSettings.Timing.DEFAULT.withOverlap(late));
        return PollingSource.of(settings, AwsMetricsApi.at(endpoint), Clock.systemUTC());
    }

    /**
     * The subjects that a live run watches for silence. With polling, the subjects are all accounts and regions, even
     * those without traffic. With a landing folder, only accounts and regions with functions are included.
     */
    static final class Watches {

        private Watches() {}

        static List<Watched> landing(Settings settings, List<WatchedPlace> places, Collection<FunctionFacts> fleet) {
            List<Watched> watched = new ArrayList<>();
            String first = places.get(0).account();
            watched.add(Watched.landing(first));
            watched.addAll(ofTheJob(settings, first));
            if (settings.source().cloudwatch().enabled()) return watched;
            Set<Place> used =
                    fleet.stream().map(f -> new Place(f.account(), f.region())).collect(Collectors.toSet());
            for (WatchedPlace p : places) {
                if (used.contains(new Place(p.account(), p.region())))
                    watched.add(Watched.landedPlace(p.account(), p.region()));
            }
            return watched;
        }

        static List<Watched> polling(Settings settings, List<WatchedPlace> places) {
            Duration every = settings.source().cloudwatch().every();
            String first = places.get(0).account();
            List<Watched> watched = new ArrayList<>();
            watched.add(Watched.polling(first, every));
            for (WatchedPlace p : places) watched.add(Watched.polledPlace(p.account(), p.region(), every));
            if (settings.source().landing().path().isEmpty()) watched.addAll(ofTheJob(settings, first));
            return watched;
        }

        /** @param ofTheJob whether the source's operator also watches the job itself */
        static List<Watched> other(
                Settings settings, List<WatchedPlace> places, SampleSource source, boolean ofTheJob) {
            String first = places.get(0).account();
            List<Watched> watched = new ArrayList<>(List.of(Watched.source(first, source.kind(), source.patience())));
            if (ofTheJob) watched.addAll(ofTheJob(settings, first));
            return watched;
        }

        private static List<Watched> ofTheJob(Settings settings, String account) {
            return List.of(Watched.checkpoints(account, settings.checkpoints().every()), Watched.files(account));
        }
    }

    /**
     * Returns the folder that {@code source.landing.path} names.
     *
     * @throws IllegalStateException if the folder does not exist; the message says what to do
     */
    public static Path landed(SourceSettings.Landing landing) {
        Path folder = Path.of(landing.path());
        if (Files.exists(folder)) return folder;
        throw new IllegalStateException(
                "source.landing.path: the folder " + folder + " does not exist, so nothing has landed yet;"
                        + " name the folder that receives the samples, or create this folder (docs/sources.md)");
    }
}
