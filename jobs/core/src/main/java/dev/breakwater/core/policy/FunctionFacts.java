package dev.breakwater.core.policy;

import java.util.Map;

/**
 * The inventory's facts about a function.
 *
 * @param reservation    the function's reserved concurrency
 * @param modifiedMinute minute (epoch seconds / 60) of the last change of code or configuration, or -1 if unknown
 * @param tags           all tags; null if they were not read
 * @param triggers       queues and streams that feed the function
 * @param capacity       capacity that is billed in addition to memory
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
        TriggerFacts triggers,
        Capacity capacity)
        implements java.io.Serializable {

    /**
     * The capacity for which a function is billed in addition to its memory.
     *
     * @param ephemeralMb ephemeral storage of the function, MB
     * @param provisioned instances that provisioned concurrency keeps ready, over all versions; 0 if provisioned
     *     concurrency was removed, {@link #NEVER} if the function never had any
     */
    public record Capacity(int ephemeralMb, int provisioned) implements java.io.Serializable {

        public static final int NEVER = -1;

        /** The ephemeral storage that is free, MB. */
        public static final int FREE_MB = 512;

        public static final Capacity NONE = new Capacity(FREE_MB, NEVER);

        /** The ephemeral storage that is billed, MB. */
        public int paidMb() {
            return Math.max(0, ephemeralMb - FREE_MB);
        }

        /** The number of instances that are kept ready. */
        public int ready() {
            return Math.max(0, provisioned);
        }
    }

    /** Creates the facts of a function with unknown triggers. */
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

    /** Creates the facts of a function that is billed only for memory. */
    public FunctionFacts(
            String account,
            String region,
            String function,
            int memoryMb,
            String architecture,
            int timeoutSeconds,
            ReservationFacts reservation,
            long modifiedMinute,
            Map<String, String> tags,
            TriggerFacts triggers) {
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
                triggers,
                Capacity.NONE);
    }

    /** All tags. The result is empty if the tags were not read (see {@link #tagsRead}). */
    @Override
    public Map<String, String> tags() {
        return tags == null ? Map.of() : tags;
    }

    /** Whether the tags were read, including our lease tag. */
    public boolean tagsRead() {
        return tags != null;
    }

    /**
     * Whether tags and reservation were read. Before tags and reservation were read, Breakwater does not know whether
     * the function may be throttled.
     */
    public boolean read() {
        return tagsRead() && reservation.sensedAt() >= 0;
    }

    /** Whether Breakwater has set a throttle on the function or on its trigger. */
    public boolean held() {
        if (reservation.held()) return true;
        for (Trigger trigger : triggers().all()) if (trigger.held()) return true;
        return false;
    }
}
