package dev.breakwater.guard;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Flink's time in this job is the arrival minute: the source stamps its records and sends the watermarks itself. */
final class ArrivalTime {

    private static final Duration SILENT = Duration.ofMinutes(2);

    private ArrivalTime() {}

    /** @param feeds how many: a silent one must not hold up the others */
    static WatermarkStrategy<FeedRecord> strategy(int feeds) {
        WatermarkStrategy<FeedRecord> own = WatermarkStrategy.noWatermarks();
        return feeds == 1 ? own : own.withIdleness(SILENT);
    }
}
