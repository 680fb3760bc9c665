package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.LimitReading;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fact that a round found in one account and region. */
sealed interface PlaceFact {

    /** Stands for a reservation that could not be read. */
    int RESERVATION_UNKNOWN = -2;

    /**
     * A function in its present state.
     *
     * @param tags        null when unknown
     * @param reservation or {@link #RESERVATION_UNKNOWN}
     * @param triggers    null when unknown
     * @param provisioned or null when unknown
     */
    record Seen(
            PlaceDirectory.ListedFunction function,
            Map<String, String> tags,
            int reservation,
            List<TriggerMapping> triggers,
            Integer provisioned)
            implements PlaceFact {}

    /** The function is missing in a complete listing, and a call by its name does not find it. */
    record Gone(String function) implements PlaceFact {}

    /** A consistent reading of a limit that has, or had, Breakwater's tags. */
    record Read(PlaceSplit.KnownMark mark, String function, LimitReading reading) implements PlaceFact {}

    /** A function or mapping that had Breakwater's tags no longer exists. */
    record Unmarked(PlaceSplit.KnownMark mark) implements PlaceFact {}

    /** All limits with Breakwater's tags were read. */
    record MarksEnded() implements PlaceFact {}

    /** The account's concurrency. */
    record Limits(AccountLimits limits) implements PlaceFact {}

    /** A call failed. */
    record Failed(AwsCall call, AwsFailure failure) implements PlaceFact {}

    /**
     * The round is over.
     *
     * @param complete whether all functions were listed
     * @param worked   the names of calls that were made and did not fail
     */
    record Ended(boolean complete, Set<AwsCall> worked) implements PlaceFact {}
}
