package dev.breakwater.guard.live;

import dev.breakwater.config.CloudWatchSettings;
import dev.breakwater.config.Settings;
import dev.breakwater.connectors.cloudwatch.LandingSettings;
import dev.breakwater.connectors.cloudwatch.LandingSource;
import dev.breakwater.connectors.cloudwatch.poll.AwsMetricsDoor;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings;
import dev.breakwater.connectors.cloudwatch.poll.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource;
import dev.breakwater.guard.Ports.Feed;
import dev.breakwater.guard.Stage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Where a live run's samples come from: what the configuration's {@code source} names. */
final class Feeds {

    private Feeds() {}

    /** @throws IllegalStateException when a source is named that this version cannot read */
    static List<Feed> of(Settings settings, List<Place> places) {
        List<Feed> feeds = new ArrayList<>();
        String landing = settings.source().landing().path();
        if (landing.startsWith("s3://")) {
            throw new IllegalStateException("source.landing.path: this version reads a local folder; write its path");
        }
        if (!landing.isEmpty()) {
            feeds.add(new Feed(
                    Stage.SOURCE,
                    LandingSource.of(List.of(Path.of(landing)), LandingSettings.continuous(Clock.systemUTC()))));
        }
        CloudWatchSettings polling = settings.source().cloudwatch();
        if (polling.enabled())
            feeds.add(new Feed(Stage.POLL, polling(polling, settings.aws().endpoint(), places)));
        return feeds;
    }

    private static PollingSource polling(CloudWatchSettings c, String endpoint, List<Place> places) {
        List<PollTarget> targets = places.stream()
                .map(p -> new PollTarget(p.account(), p.region(), p.observeRole(), false))
                .toList();
        PollSettings settings = PollSettings.of(targets, c.every(), c.bootstrap(), c.usdPerMonthAtMost());
        return PollingSource.of(settings, new AwsMetricsDoor(endpoint), Clock.systemUTC());
    }
}
