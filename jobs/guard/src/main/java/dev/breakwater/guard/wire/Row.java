package dev.breakwater.guard.wire;

/**
 * A line of an output file.
 *
 * @param time  the line's time in epoch milliseconds; when the feed is well past it, the line is written
 * @param order lines are written in the order of (time, order)
 * @param json  the line, without its end
 */
public record Row(long time, String order, String json) {}
