package dev.breakwater.guard.live;

import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.connectors.cloudwatch.ArrivalClock.ArrivalClocks;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;

/**
 * A source of samples that a module registers: its section of the configuration, its reader, its patience, and its
 * check for {@code doctor}. To add a source, add its record to {@code META-INF/services}.
 */
public interface SampleSource extends SourceSettings.Other {

    /**
     * Returns the source of these accounts and regions. {@link ArrivalClocks} tell which minutes are over. The section
     * without values has a source too, of which only the state's format is used.
     */
    Source<FeedRecord, ?, ?> source(List<WatchedPlace> places);

    /** Returns how long the source may be silent before people are alerted, above zero. */
    Duration patience();

    /** Returns why no samples can be read now. Empty if they can be read. */
    Optional<String> trouble();
}
