package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.Heard;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Feeds over folders, and their output. */
final class Fed {

    private Fed() {}

    /** Returns a feed that has listed its folders. */
    static LandingFeed feed(LandingSettings settings, LandingSplit from, Clock clock, Path... paths) {
        LandingFeed feed = new LandingFeed(LocalFolder.of(List.of(paths)), from, settings, clock.millis());
        feed.offer(feed.list());
        return feed;
    }

    /** Returns the output of a feed from its beginning until nothing is left. */
    static Heard read(LandingSettings settings, Clock clock, Path... paths) {
        Heard heard = new Heard();
        try (LandingFeed feed = feed(settings, LandingSplit.fresh(), clock, paths)) {
            drain(feed, heard);
        }
        return heard;
    }

    static void drain(LandingFeed feed, Heard heard) {
        boolean more = true;
        while (more) more = feed.step(heard);
    }
}
