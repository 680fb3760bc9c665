package dev.breakwater.core.policy;

import org.jspecify.annotations.Nullable;

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
