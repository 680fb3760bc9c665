package dev.breakwater.guard.live;

import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.connectors.cloudwatch.ArrivalClock.ArrivalClocks;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;

/**
 * A source of samples that a module registers. It has a section of the configuration, a reader, a time limit for
 * silence, and a check for {@code doctor}. To add a source, add its record to {@code META-INF/services}.
 */
public interface SampleSource extends SourceSettings.Other {

    /**
     * Returns the source of these accounts and regions. {@link ArrivalClocks} tell which minutes are over. If the
     * section has no values, the source is used only for the format of its state.
     */
    Source<FeedRecord, ?, ?> source(List<WatchedPlace> places);

    /** Returns how long the source may be silent before people are alerted, above zero. */
    Duration patience();

    /** Returns why no samples can be read now. The result is empty if they can be read. */
    Optional<String> trouble();
}
