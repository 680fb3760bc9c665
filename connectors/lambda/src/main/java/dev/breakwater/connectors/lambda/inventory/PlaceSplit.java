package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.AccountLimits;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One account and region, with the state that was last emitted for it.
 *
 * @param marks   limits that carried tags of ours when last seen
 * @param gaps    the failure of the call, by permission
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

    /**
     * The facts about a function that are kept from round to round.
     *
     * @param revision    digest of Lambda's revision
     * @param listed      digest of the listed attributes
     * @param tags        digest, or {@link Digest#UNKNOWN}
     * @param reservation or {@link PlaceFact#RESERVATION_UNKNOWN}
     * @param triggers    digest, or {@link Digest#UNKNOWN}
     * @param provisioned as in {@link FunctionDescription}
     * @param marked      whether it carries a tag of ours
     * @param seenMillis  epoch milliseconds of the last look at tags and reservation
     */
    record KnownFunction(
            String name,
            long revision,
            long listed,
            long tags,
            int reservation,
            long triggers,
            int provisioned,
            boolean marked,
            long seenMillis) {

        /** Whether a change from this state to the other must be emitted. */
        boolean differs(KnownFunction other) {
            return listed != other.listed
                    || tags != other.tags
                    || reservation != other.reservation
                    || triggers != other.triggers
                    || provisioned != other.provisioned;
        }
    }

    /**
     * A limit that bore tags of ours when it was read last. It is read once more when they are gone.
     *
     * @param function whether it is a function's; otherwise an event source mapping's
     * @param target   the function's name, or the mapping's UUID
     * @param reading  digest of the last emitted state, or {@link Digest#UNKNOWN} if there is none
     */
    record KnownMark(boolean function, String target, long reading) {

        /** The same mark with nothing read of it. */
        KnownMark unread() {
            return new KnownMark(function, target, Digest.UNKNOWN);
        }
    }
}
