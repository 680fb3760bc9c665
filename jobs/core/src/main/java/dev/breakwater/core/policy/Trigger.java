package dev.breakwater.core.policy;

/**
 * A queue or stream that Lambda polls for a function.
 *
 * @param mapping  id of the event source mapping
 * @param lever    the lever that can limit it; null for another kind of source, or one without a limit
 * @param enabled  whether the source is polled, regardless of a throttle of ours
 * @param previous limit without our throttle, or -1 for none; for a stream, 0 if it is paused
 * @param held     whether the present value is our throttle's
 * @param source   the polled source, such as the queue's ARN; empty if only its limit was read
 */
public record Trigger(String mapping, LeverKind lever, boolean enabled, int previous, boolean held, String source)
        implements java.io.Serializable {

    /** Creates a trigger whose source has no name. */
    public Trigger(String mapping, LeverKind lever, boolean enabled, int previous, boolean held) {
        this(mapping, lever, enabled, previous, held, "");
    }

    /** Whether both triggers poll the same queue or stream. */
    public boolean isOfSource(Trigger other) {
        return !source.isEmpty() && source.equals(other.source);
    }
}
