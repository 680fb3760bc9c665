package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.AccountLimits;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One account and region, with what was said of it.
 *
 * @param marks   what bore tags of ours when it was seen last
 * @param gaps    by permission, how its call fails
 * @param limits  null while unknown
 * @param settled whether its functions were all seen once, so that one more is new
 */
record PlaceSplit(
        String account,
        String region,
        List<KnownFunction> functions,
        List<KnownMark> marks,
        Map<String, String> gaps,
        AccountLimits limits,
        boolean settled)
        implements SourceSplit {

    static PlaceSplit fresh(InventoryPlace place) {
        return new PlaceSplit(place.account(), place.region(), List.of(), List.of(), Map.of(), null, false);
    }

    /** The same as {@link InventoryPlace#id()}. */
    @Override
    public String splitId() {
        return account + '/' + region;
    }
}
