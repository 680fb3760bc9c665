package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.source.OneValueTypeInfo;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record of the feed. All kinds of record use this flat type, and the kind decides which fields are used. Unused
 * strings are empty, unused enums are null, and unused numbers are 0. Minutes are floor(epoch seconds / 60).
 *
 * @param kind          the kind of this record
 * @param account       SAMPLE, LATE: 12 digits; PULSE: the account, or "" for the whole feed
 * @param region SAMPLE, LATE: for example {@code eu-west-1}; PULSE: the region of the account's clock, or ""
 * @param function      SAMPLE, LATE: the function's name, or "" for the whole region
 * @param metric        SAMPLE, LATE: the metric
 * @param dataMinute    SAMPLE, LATE: the minute of the sample; PULSE with {@code alive}: the minute that was not silent
 * @param count         SAMPLE: the statistic SampleCount; REJECT, LATE: the number of inputs that this record covers
 * @param sum           SAMPLE, LATE: the statistic Sum
 * @param max           SAMPLE, LATE: the statistic Maximum
 * @param arrivalMinute the newest data minute of the account and region so far, which never goes back; 0 before the
 *                      first; REJECT: the newest data minute of the whole feed
 * @param file          REJECT: the file relative to its folder, control characters escaped
 * @param line          REJECT: the number of the line, from 1; 0 for the whole file
 * @param reason REJECT: why the input was refused
 * @param detail        REJECT: the exact cause with escaped control characters, at most 200 characters
 * @param bytes         REJECT: size of the refused input in bytes
 * @param sha256        REJECT: hash of the refused input in hex, or "" if the input was not read
 * @param prefix REJECT: start of the refused input, control characters escaped, at most 120 characters
 * @param summary REJECT: true if this record only counts further rejects with a reason that was already shown for this
 *                file (UNUSED_METRIC: with a detail that was already shown in the whole feed)
 * @param silentFrom    PULSE: first silent minute, in which nothing arrived while it was the newest minute
 * @param silentTo      PULSE: last silent minute; below {@code silentFrom} if no minute was silent
 * @param alive PULSE: true if a sample has now arrived for {@code dataMinute}, which counted as silent
 */
@TypeInfo(FeedRecord.TypeFactory.class)
public record FeedRecord(
        Kind kind,
        String account,
        String region,
        String function,
        LambdaMetric metric,
        long dataMinute,
        double count,
        double sum,
        double max,
        long arrivalMinute,
        String file,
        long line,
        RejectReason reason,
        String detail,
        long bytes,
        String sha256,
        String prefix,
        boolean summary,
        long silentFrom,
        long silentTo,
        boolean alive) {

    /** The kind of a record. Do not reorder the values: their ordinal is on the wire. */
    public enum Kind {
        /** A sample to use. */
        SAMPLE,
        /** Input that was refused. It is counted and shown. */
        REJECT,
        /** A sample that is older than the late window. It is counted and not used. */
        LATE,
        /**
         * An arrival minute advances, for one account and region or for the whole feed. The record comes
         * before the first sample of the new minute, for each advance except the first. Its timestamp is the last
         * millisecond of the old minute. A record with {@code alive} corrects a minute that counted as silent, and
         * comes before that minute's sample. A record can also state that the minutes {@code silentFrom} to {@code
         * silentTo} of one account and region are unknown. A later record for the same account and region replaces
         * these minutes.
         */
        PULSE
    }

    /**
     * Returns this record's type for Flink. The type has its own serializer instead of Kryo, and copies by reference.
     */
    public static TypeInformation<FeedRecord> typeInformation() {
        return new OneValueTypeInfo<>(FeedRecord.class, FeedRecordSerializer.INSTANCE);
    }

    /** Returns true for a PULSE with at least one silent minute. */
    public boolean silent() {
        return kind == Kind.PULSE && !alive && silentFrom <= silentTo;
    }

    /**
     * Returns true for a PULSE with which an arrival minute advances. A gap concerns earlier minutes and advances no
     * clock.
     */
    public boolean advances() {
        return kind == Kind.PULSE && !alive && silentFrom == arrivalMinute + 1;
    }

    /** Returns the minute to which a clock advances. Call it only if {@link #advances()} is true. */
    public long advancesTo() {
        return silentTo + 1;
    }

    public static FeedRecord sample(Sample s, long arrivalMinute) {
        return measured(Kind.SAMPLE, s, s.count(), arrivalMinute);
    }

    public static FeedRecord late(Sample s, long arrivalMinute) {
        return measured(Kind.LATE, s, 1, arrivalMinute);
    }

    public static FeedRecord reject(Reject r, long arrivalMinute) {
        return new FeedRecord(
                Kind.REJECT,
                "",
                "",
                "",
                null,
                0,
                r.count(),
                0,
                0,
                arrivalMinute,
                r.file(),
                r.line(),
                r.reason(),
                r.detail(),
                r.bytes(),
                r.sha256(),
                r.prefix(),
                r.summary(),
                0,
                0,
                false);
    }

    public static FeedRecord advance(String account, String region, long from, long to) {
        return pulse(account, region, 0, from, from + 1, to - 1, false);
    }

    public static FeedRecord gap(String account, String region, long arrivalMinute, long from, long to) {
        return pulse(account, region, 0, arrivalMinute, from, to, false);
    }

    public static FeedRecord alive(String account, String region, long minute, long arrivalMinute) {
        return pulse(account, region, minute, arrivalMinute, 0, 0, true);
    }

    private static FeedRecord measured(Kind kind, Sample s, double count, long arrivalMinute) {
        return new FeedRecord(
                kind,
                s.account(),
                s.region(),
                s.function(),
                s.metric(),
                s.minute(),
                count,
                s.sum(),
                s.max(),
                arrivalMinute,
                "",
                0,
                null,
                "",
                0,
                "",
                "",
                false,
                0,
                0,
                false);
    }

    static FeedRecord pulse(
            String account,
            String region,
            long minute,
            long arrivalMinute,
            long silentFrom,
            long silentTo,
            boolean alive) {
        return new FeedRecord(
                Kind.PULSE,
                account,
                region,
                "",
                null,
                minute,
                0,
                0,
                0,
                arrivalMinute,
                "",
                0,
                null,
                "",
                0,
                "",
                "",
                false,
                silentFrom,
                silentTo,
                alive);
    }

    /** Lets Flink's type extraction find the method {@link #typeInformation}. */
    public static final class TypeFactory extends TypeInfoFactory<FeedRecord> {
        @Override
        public TypeInformation<FeedRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return typeInformation();
        }
    }

    /** The output of the feed. The output gets the records in order, with their timestamps in epoch ms. */
    public interface Output {

        void emit(FeedRecord value, long timestamp);
    }
}
