package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.AccountLimits;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** The calls that read one account and region. Each method makes one call and repeats none. */
public interface PlaceDirectory extends AutoCloseable {

    /**
     * One page.
     *
     * @param next where the next page begins, or empty after the last
     */
    record Page<T>(List<T> items, String next) {}

    /** @param marker empty for the first page */
    Answer<Page<ListedFunction>> functions(String marker);

    /** @param marker empty for the first page */
    Answer<Page<TriggerMapping>> mappings(String marker);

    Answer<Map<String, String>> tags(String function);

    /** Tags of an event source mapping. */
    Answer<Map<String, String>> mappingTags(String uuid);

    /** One mapping in its present state, without tags. */
    Answer<TriggerMapping> mapping(String uuid);

    /** Reserved concurrency, or {@link dev.breakwater.connectors.lambda.Reservation#NONE}. */
    Answer<Integer> reservation(String function);

    /** Instances that provisioned concurrency keeps ready, over all versions of the function. */
    Answer<Integer> provisioned(String function);

    Answer<AccountLimits> limits();

    /** As {@link MarkedLimits#page}. */
    Answer<MarkedLimits.Page> tagged(String key, String from);

    /** The same directory for urgent calls. They are made before other calls, and possibly on another thread. */
    default PlaceDirectory urgent() {
        return this;
    }

    @Override
    void close();

    /**
     * Opens the directory of a place on the machine that uses it. It is part of the job graph, so it contains no
     * secret.
     */
    @FunctionalInterface
    interface Factory extends Serializable {

        PlaceDirectory open(InventoryPlace place);
    }

    /**
     * A function as it appears in a listing.
     *
     * @param memoryMb           megabytes
     * @param architecture       {@code x86_64} or {@code arm64}
     * @param timeoutSeconds     seconds
     * @param lastModifiedMillis epoch milliseconds of the last change of code or configuration, or -1 when unknown
     * @param ephemeralMb        ephemeral storage, megabytes
     * @param revision           Lambda's revision, which differs after every change; or empty
     */
    record ListedFunction(
            String name,
            int memoryMb,
            String architecture,
            int timeoutSeconds,
            long lastModifiedMillis,
            int ephemeralMb,
            String revision) {}
}
