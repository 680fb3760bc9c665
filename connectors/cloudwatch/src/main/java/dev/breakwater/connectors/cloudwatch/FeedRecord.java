package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.model.MetricRole;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record of the feed. The kind decides which of the three contents the record has. The others are null. Minutes are
 * floor(epoch seconds / 60).
 *
 * @param kind          the kind of this record
 * @param arrivalMinute the newest data minute of the account and region so far, which never goes back; 0 before the
 *                      first; REJECT: the newest data minute of the whole feed
 * @param datapoint     SAMPLE, LATE: the sample
 * @param reject        REJECT: the refused input
 * @param pulse         PULSE: the minutes that are over
 */
public record FeedRecord(Kind kind, long arrivalMinute, Datapoint datapoint, Reject reject, Pulse pulse) {

    /** The kind of a record. Do not reorder the values: their ordinal is on the wire. */
    public enum Kind {
        /** A sample to use. */
        SAMPLE,
        /** Input that was refused. It is counted and shown. */
        REJECT,
        /** A sample that is older than the late window. It is counted and not used. */
        LATE,
        /**
         * An arrival minute advances, for one account and region or for the whole feed. Every advance except the first
         * has such a record, which comes before the first sample of the new minute. Its timestamp is the last
         * millisecond of the old minute. A record with {@code alive} corrects a minute that counted as silent, and
         * comes before that minute's sample. A record can also state that the minutes {@code silentFrom} to
         * {@code silentTo} of one account and region are unknown. A later record for the same account and region
         * replaces these minutes.
         */
        PULSE
    }

    /**
     * The minutes of a clock that are over.
     *
     * @param account    the account, or "" for the whole feed
     * @param region     the region of the account's clock, or ""
     * @param minute     with {@code alive}: the minute that was not silent
     * @param silentFrom first silent minute, in which nothing arrived while it was the newest minute
     * @param silentTo   last silent minute; below {@code silentFrom} if no minute was silent
     * @param alive      true if a sample has now arrived for {@code minute}, which counted as silent
     */
    public record Pulse(String account, String region, long minute, long silentFrom, long silentTo, boolean alive) {

        /** Returns true if at least one minute was silent. */
        public boolean silent() {
            return !alive && silentFrom <= silentTo;
        }
    }

    /** Returns this record's type for Flink. */
    public static TypeInformation<FeedRecord> typeInformation() {
        return TypeInformation.of(FeedRecord.class);
    }

    /**
     * Returns true for a PULSE with which an arrival minute advances. A gap concerns earlier minutes and advances no
     * clock.
     */
    public boolean advances() {
        return kind == Kind.PULSE && !pulse.alive() && pulse.silentFrom() == arrivalMinute + 1;
    }

    /** Returns the minute to which a clock advances. Call it only if {@link #advances()} is true. */
    public long advancesTo() {
        return pulse.silentTo() + 1;
    }

    public static FeedRecord sample(Datapoint d, long arrivalMinute) {
        return new FeedRecord(Kind.SAMPLE, arrivalMinute, d, null, null);
    }

    public static FeedRecord late(Datapoint d, long arrivalMinute) {
        return new FeedRecord(Kind.LATE, arrivalMinute, d, null, null);
    }

    public static FeedRecord reject(Reject r, long arrivalMinute) {
        return new FeedRecord(Kind.REJECT, arrivalMinute, null, r, null);
    }

    public static FeedRecord advance(String account, String region, long from, long to) {
        return pulse(new Pulse(account, region, 0, from + 1, to - 1, false), from);
    }

    public static FeedRecord gap(String account, String region, long arrivalMinute, long from, long to) {
        return pulse(new Pulse(account, region, 0, from, to, false), arrivalMinute);
    }

    public static FeedRecord alive(String account, String region, long minute, long arrivalMinute) {
        return pulse(new Pulse(account, region, minute, 0, 0, true), arrivalMinute);
    }

    private static FeedRecord pulse(Pulse pulse, long arrivalMinute) {
        return new FeedRecord(Kind.PULSE, arrivalMinute, null, null, pulse);
    }

    /** The output of the feed. The output gets the records in order, with their timestamps in epoch ms. */
    public interface Output {

        void emit(FeedRecord value, long timestamp);
    }

    /**
     * One valid sample, with checked names.
     *
     * @param account  12 digits
     * @param region   for example {@code eu-west-1}
     * @param function the function's name, "" for the whole region
     * @param metric   the metric
     * @param minute   floor(epoch seconds / 60)
     * @param count    the statistic SampleCount
     * @param sum      the statistic Sum
     * @param max      the statistic Maximum
     */
    public record Datapoint(
            String account,
            String region,
            String function,
            MetricRole metric,
            long minute,
            double count,
            double sum,
            double max) {}
}
