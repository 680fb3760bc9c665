package dev.breakwater.core.policy;

import java.util.Map;

/**
 * What the inventory knows of a function.
 *
 * @param reservation    reserved concurrency found
 * @param modifiedMinute minute (epoch seconds / 60) of the last change of code or configuration, or -1 when unknown
 * @param triggers       queues and streams found; null in what was stored before they were known
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

    /** A function of which nobody knows what feeds it. */
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

    /** Whether a throttle of ours is set, on the function or on what feeds it. */
    public boolean held() {
        if (reservation.held()) return true;
        for (Trigger trigger : triggers().all()) if (trigger.held()) return true;
        return false;
    }

    @Override
    public TriggerFacts triggers() {
        return triggers == null ? TriggerFacts.UNKNOWN : triggers;
    }
}
