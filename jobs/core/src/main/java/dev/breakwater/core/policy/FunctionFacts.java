package dev.breakwater.core.policy;

import java.util.Map;

/**
 * The inventory's facts about a function.
 *
 * @param reservation    reserved concurrency found
 * @param modifiedMinute minute (epoch seconds / 60) of the last change of code or configuration, or -1 if unknown
 * @param tags           all tags; null if they were not read
 * @param triggers       queues and streams; null in state from before this field existed
 */
public record FunctionFacts(
        String account,
        String region,
        String function,
        int memoryMb,
        String architecture,
        int timeoutSeconds,
        ReservationFacts reservation,
        long modifiedMinute,
        Map<String, String> tags,
        TriggerFacts triggers)
        implements java.io.Serializable {

    /** A function with unknown triggers. */
    public FunctionFacts(
            String account,
            String region,
            String function,
            int memoryMb,
            String architecture,
            int timeoutSeconds,
            ReservationFacts reservation,
            long modifiedMinute,
            Map<String, String> tags) {
        this(
                account,
                region,
                function,
                memoryMb,
                architecture,
                timeoutSeconds,
                reservation,
                modifiedMinute,
                tags,
                TriggerFacts.UNKNOWN);
    }

    /** All tags. Empty if they were not read (see {@link #tagsRead}). */
    @Override
    public Map<String, String> tags() {
        return tags == null ? Map.of() : tags;
    }

    /** Whether the tags were read, and with them our lease tag. */
    public boolean tagsRead() {
        return tags != null;
    }

    /** Whether tags and reservation were read. Until then, it is unknown whether the function may be throttled. */
    public boolean read() {
        return tagsRead() && reservation.sensedAt() >= 0;
    }

    /** Whether a throttle of ours is set, on the function or on its trigger. */
    public boolean held() {
        if (reservation.held()) return true;
        for (Trigger trigger : triggers().all()) if (trigger.held()) return true;
        return false;
    }
}
