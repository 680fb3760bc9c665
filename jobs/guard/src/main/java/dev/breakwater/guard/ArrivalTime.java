package dev.breakwater.guard;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Flink's time in this job is the arrival minute: the source stamps its records and sends the watermarks itself. */
final class ArrivalTime {

    private ArrivalTime() {}

    static WatermarkStrategy<FeedRecord> strategy() {
        return WatermarkStrategy.noWatermarks();
    }
}
