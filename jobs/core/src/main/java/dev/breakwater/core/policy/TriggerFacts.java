package dev.breakwater.core.policy;

import java.util.List;

/**
 * The queues and streams that the inventory found polled for a function. Other callers are unknown.
 *
 * @param all      empty when there are none, or when nobody looked
 * @param sensedAt epoch milliseconds at which they were read, or -1 when nobody looked
 */
public record TriggerFacts(List<Trigger> all, long sensedAt) implements java.io.Serializable {

    public static final TriggerFacts UNKNOWN = new TriggerFacts(List.of(), -1);

    /** The trigger of that mapping, or null. */
    public Trigger of(String mapping) {
        for (Trigger trigger : all) if (trigger.mapping().equals(mapping)) return trigger;
        return null;
    }
}
