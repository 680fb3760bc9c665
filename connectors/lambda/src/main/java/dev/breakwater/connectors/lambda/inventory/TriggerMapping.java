package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.lever.StreamPauseLever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.kind.ResourceKind;
import java.util.Map;

/**
 * An event source mapping, with which Lambda polls a queue or stream for a function.
 *
 * @param function           the function's name, without version or alias
 * @param source             ARN of the queue or stream, or empty for a cluster outside AWS
 * @param state the state that Lambda reports, for example {@code Enabled}, {@code Disabled} or {@code Updating}
 * @param maximumConcurrency for an SQS mapping, the maximum concurrency, {@link LimitValue#NONE}, or {@link
 *                           #PROVISIONED}
 * @param tags only Breakwater's tags; empty until they are read
 */
public record TriggerMapping(
        String uuid, String function, String source, String state, int maximumConcurrency, Map<String, String> tags) {

    /** The mapping has provisioned pollers, so AWS refuses a maximum concurrency. */
    public static final int PROVISIONED = -2;

    /** Creates a mapping from a listing, without tags. */
    public TriggerMapping(String uuid, String function, String source, String state, int maximumConcurrency) {
        this(uuid, function, source, state, maximumConcurrency, Map.of());
    }

    /** Returns the same mapping with Breakwater's tags. */
    public TriggerMapping with(Map<String, String> all) {
        return new TriggerMapping(uuid, function, source, state, maximumConcurrency, OwnTags.of(all));
    }

    /** Returns the lever that can limit the mapping, or null. */
    public LeverKind lever() {
        return ResourceKind.of(function).leverAt(source);
    }

    /** Returns the value as the lever defines it. */
    public int value() {
        return LeverKind.STREAM.equals(lever())
                ? StreamPauseLever.value(state)
                : Math.max(maximumConcurrency, LimitValue.NONE);
    }

    /** Returns whether the mapping delivers messages or records. */
    public boolean enabled() {
        return StreamPauseLever.value(state) != 0;
    }

    /** Returns the value of the lease tag, or null if there is none. */
    public String lease() {
        return tags.get(OwnTags.LEASE);
    }
}
