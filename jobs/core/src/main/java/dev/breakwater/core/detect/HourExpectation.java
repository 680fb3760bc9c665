package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;

/** What one hour of the clock leads to expect, from closed hours only: see {@link Expectation}. */
final class HourExpectation {

    long hour = Long.MIN_VALUE;
    /** Whether anything is known of this time of day. */
    boolean known;
    /** Expected demand a minute in the middle of the hour before, of this one, and of the one after. */
    double before;

    double at;
    double after;
    /** The largest means of 3, 15 and 60 minutes that this time of day has seen in a week. */
    double max3;

    double max15;
    double max60;
    /** The busy level of a usual day: its third-busiest hour, in the median of a week. */
    double busy;

    /** Expected demand of a minute of the hour, without the level: a line between the middles of the hours. */
    double ofMinute(long minute) {
        double t = (minute - hour * DataMinute.HOUR - 29.5) / DataMinute.HOUR;
        return Math.max(0, t < 0 ? at + (at - before) * t : at + (after - at) * t);
    }
}
