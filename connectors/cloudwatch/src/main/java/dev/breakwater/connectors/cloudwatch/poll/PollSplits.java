package dev.breakwater.connectors.cloudwatch.poll;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * All accounts and regions as Flink's one split. Their order spans all of them, so at another parallelism Flink must
 * not deal them out to several readers.
 */
record PollSplits(List<PollSplit> all) implements SourceSplit {
    PollSplits {
        all = List.copyOf(all);
    }

    @Override
    public String splitId() {
        return "poll";
    }
}
