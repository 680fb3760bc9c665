package dev.breakwater.core.policy;

/**
 * A queue or stream that is polled for a function.
 *
 * @param mapping  id of the event source mapping
 * @param lever    the lever that it can be held by, or null: another kind of source, or one that takes no limit
 * @param enabled  whether it is polled; a throttle of ours left aside
 * @param previous its limit but for our throttle, or -1 for none; of a stream 0 where it is paused
 * @param held     whether our throttle is what is set
 */
public record Trigger(String mapping, LeverKind lever, boolean enabled, int previous, boolean held)
        implements java.io.Serializable {}
