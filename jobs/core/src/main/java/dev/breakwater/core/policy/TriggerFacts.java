package dev.breakwater.core.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queues and streams that feed a function, from the inventory. Other callers are unknown.
 *
 * @param all      the triggers; empty if the function has no triggers or they were not read
 * @param sensedAt epoch milliseconds of the reading, or -1 if the triggers were not read
 */
public record TriggerFacts(List<Trigger> all, long sensedAt) implements java.io.Serializable {

    public static final TriggerFacts UNKNOWN = new TriggerFacts(List.of(), -1);

    /** The trigger with this mapping, or null. */
    public @Nullable Trigger of(String mapping) {
        for (Trigger trigger : all) if (trigger.mapping().equals(mapping)) return trigger;
        return null;
    }
}
