package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.lever.EventSources;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import java.util.Map;
import java.util.TreeMap;

/**
 * An event source mapping: a queue or stream that Lambda polls for a function.
 *
 * @param function           the function's name, without version or alias
 * @param source             ARN of the queue or stream, or empty for a cluster outside AWS
 * @param state              as Lambda reports it, for example {@code Enabled}, {@code Disabled}, {@code Updating}
 * @param maximumConcurrency for an SQS mapping, {@link Reservation#NONE} if it has none, or {@link #PROVISIONED}
 * @param tags               our own tags, others left out; empty until they are read
 */
public record TriggerMapping(
        String uuid, String function, String source, String state, int maximumConcurrency, Map<String, String> tags) {

    /** The mapping has pollers of its own, and AWS refuses a maximal concurrency beside them. */
    public static final int PROVISIONED = -2;

    /** As a listing shows it, without tags. */
    public TriggerMapping(String uuid, String function, String source, String state, int maximumConcurrency) {
        this(uuid, function, source, state, maximumConcurrency, Map.of());
    }

    /** The same with its tags' content about us. */
    public TriggerMapping with(Map<String, String> all) {
        Map<String, String> ours = new TreeMap<>(all);
        ours.keySet().retainAll(LeaseTags.KEYS);
        return new TriggerMapping(uuid, function, source, state, maximumConcurrency, ours);
    }

    /** The lever that it can be held by, or null for none. */
    public LeverKind lever() {
        return EventSources.leverOf(source);
    }

    /** Its value as that lever reads it. */
    public int value() {
        return lever() == LeverKind.STREAM ? EventSources.pause(state) : Math.max(maximumConcurrency, Reservation.NONE);
    }

    /** Whether messages or records flow. */
    public boolean enabled() {
        return EventSources.pause(state) != 0;
    }

    /** Value of the lease tag, or null if there is none. */
    public String lease() {
        return tags.get(LeaseTags.LEASE);
    }
}
