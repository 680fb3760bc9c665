package dev.breakwater.guard.wire;

/**
 * A line of an output file.
 *
 * @param time  the line's time in epoch milliseconds; the line is written when the feed is well past this time
 * @param order the position among lines with the same time
 * @param json  the line without its line break
 */
public record OutputLine(long time, String order, String json) {}
