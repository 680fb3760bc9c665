package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The whole feed as one split, because its order spans all folders.
 *
 * @param folders       how far each folder is read; a folder that is not in it is read from its start
 * @param arrivalMinute of the feed, 0 before the first sample
 * @param silentBits    the minutes of the late window that were passed over, see {@link ArrivalClock}
 * @param namesShown    the unused metrics that have had their reject
 */
record LandingSplit(List<FolderState> folders, long arrivalMinute, long silentBits, List<String> namesShown)
        implements SourceSplit {
    static LandingSplit fresh() {
        return new LandingSplit(List.of(), ArrivalClock.NONE, 0, List.of());
    }

    @Override
    public String splitId() {
        return "landing";
    }
}
