package dev.breakwater.model.function;

import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inventory's facts about a function.
 *
 * @param reservation    the function's reserved concurrency
 * @param modifiedMillis epoch milliseconds of the last change of code or configuration, or -1 if unknown
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
        long modifiedMillis,
        @Nullable Map<String, String> tags,
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

    /** Creates the facts that a listing shows. Tags, reservation, triggers and provisioned concurrency are unknown. */
    public static FunctionFacts listed(
            Scope function,
            int memoryMb,
            String architecture,
            int timeoutSeconds,
            long modifiedMillis,
            int ephemeralMb) {
        return new FunctionFacts(
                function.account(),
                function.region(),
                function.key(),
                memoryMb,
                architecture,
                timeoutSeconds,
                ReservationFacts.UNKNOWN,
                modifiedMillis,
                null,
                TriggerFacts.UNKNOWN,
                ephemeralMb == Capacity.FREE_MB ? Capacity.NONE : new Capacity(ephemeralMb, Capacity.NEVER));
    }

    /** The same function with other facts. The tags are null if they were not read. */
    public FunctionFacts with(
            @Nullable Map<String, String> tags,
            ReservationFacts reservation,
            TriggerFacts triggers,
            Capacity capacity) {
        return new FunctionFacts(
                account,
                region,
                function,
                memoryMb,
                architecture,
                timeoutSeconds,
                reservation,
                modifiedMillis,
                tags,
                triggers,
                capacity);
    }

    /** The same function with other limits. */
    public FunctionFacts with(ReservationFacts reservation, TriggerFacts triggers) {
        return with(tags, reservation, triggers, capacity);
    }

    /** The function as a scope. */
    public Scope scope() {
        return Scope.function(account, region, function);
    }

    /** Minute (epoch seconds / 60) of the last change of code or configuration, or -1 if unknown. */
    public long modifiedMinute() {
        return modifiedMillis < 0 ? -1 : DataMinute.of(modifiedMillis);
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
     * Whether tags and reservation were read. Until tags and reservation are read, Breakwater does not know whether the
     * function may be throttled.
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

    /**
     * A function's reserved concurrency from the inventory.
     *
     * @param previous the reservation without our throttle, or -1 if there is none; the throttle of another instance
     *     counts as a reservation
     * @param held     whether our throttle set the present value
     * @param sensedAt epoch milliseconds of the reading, or -1 if the reservation was not read
     */
    public record ReservationFacts(int previous, boolean held, long sensedAt) implements java.io.Serializable {

        /** The reservation was not read. */
        public static final ReservationFacts UNKNOWN = of(-1);

        /** Creates the facts of a function that Breakwater does not throttle. -1 means no reservation. */
        public static ReservationFacts of(int reserved) {
            return new ReservationFacts(reserved, false, -1);
        }
    }

    /**
     * A queue or stream that Lambda polls for a function.
     *
     * @param mapping  id of the event source mapping
     * @param lever    the kind of limit for the source; null if the source cannot be limited
     * @param enabled  whether the source is polled when Breakwater does not throttle it
     * @param previous the limit without our throttle, or -1 for none; 0 for a paused stream
     * @param held     whether our throttle set the present value
     * @param source   the polled source, such as the queue's ARN; empty if only the limit was read
     */
    public record Trigger(
            String mapping, @Nullable LeverKind lever, boolean enabled, int previous, boolean held, String source)
            implements java.io.Serializable {

        /** Creates a trigger whose source has no name. */
        public Trigger(String mapping, @Nullable LeverKind lever, boolean enabled, int previous, boolean held) {
            this(mapping, lever, enabled, previous, held, "");
        }

        /** Whether both triggers poll the same queue or stream. */
        public boolean isOfSource(Trigger other) {
            return !source.isEmpty() && source.equals(other.source);
        }
    }
}
