package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.AlarmEvent;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.lambda.ThrottleRequest;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * The ends of the job: where samples come from, what acts, what tells people, where lines are written.
 *
 * @param source  the feed
 * @param act     changes Lambda; empty for recordings and where nothing may act
 * @param alarm   tells people; empty for recordings and where nobody is told
 * @param folder  where the output files are written
 */
public record Ports(
        Source<FeedRecord, ?, ?> source,
        Optional<Sink<ThrottleRequest>> act,
        Optional<Sink<AlarmEvent>> alarm,
        String folder) {}
