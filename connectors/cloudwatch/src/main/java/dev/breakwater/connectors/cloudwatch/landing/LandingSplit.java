package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The whole feed as one split, because a file or a delivery may mix accounts.
 *
 * @param folders       how far each folder is read; a folder that is not in it is read from its start
 * @param clocks        of each account and region
 * @param namesShown    the unused metrics that have had their reject
 */
record LandingSplit(List<FolderState> folders, List<ArrivalClock.State> clocks, List<String> namesShown)
        implements SourceSplit {
    static LandingSplit fresh() {
        return new LandingSplit(List.of(), List.of(), List.of());
    }

    @Override
    public String splitId() {
        return "landing";
    }
}
