package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How a landing folder is read.
 *
 * @param continuous      false: to the end of the present data; true: without end
 * @param discoveryMillis after how long folders are listed again when continuous, in ms, at least 1
 * @param cap             how far a gzip file may grow
 * @param range           which data minutes are used
 * @param parsers         threads that parse beside the reader's own, {@link #AS_MANY_AS_FIT}: by the cores where it
 *                        runs; the output does not depend on it
 * @param clock           the wall clock, for the check of future timestamps only; serializable as the JDK's are
 */
public record LandingSettings(
        boolean continuous, long discoveryMillis, InflationCap cap, MinuteRange range, int parsers, Clock clock)
        implements Serializable {

    /** Stands for as many threads as there are cores beside the reader's. */
    public static final int AS_MANY_AS_FIT = -1;

    /** The less lands in between, the sooner the last of it is read. */
    private static final long LISTED_MILLIS = 100;

    /** More are never busy: the reader's own thread then has the most to do. */
    private static final int MOST_PARSERS = 3;

    /** Reads to the end of the present data. The clock is read once, when the source is built. */
    public static LandingSettings bounded(Clock clock) {
        return new LandingSettings(false, LISTED_MILLIS, InflationCap.DEFAULT, MinuteRange.ALL, AS_MANY_AS_FIT, clock);
    }

    /** On and on. The clock is read again at each listing. */
    public static LandingSettings continuous(Clock clock) {
        return new LandingSettings(true, LISTED_MILLIS, InflationCap.DEFAULT, MinuteRange.ALL, AS_MANY_AS_FIT, clock);
    }

    /** Lists folders that often. */
    public LandingSettings withDiscovery(Duration interval) {
        return new LandingSettings(continuous, Math.max(1, interval.toMillis()), cap, range, parsers, clock);
    }

    /** Caps gzip files so. */
    public LandingSettings withCap(InflationCap newCap) {
        return new LandingSettings(continuous, discoveryMillis, newCap, range, parsers, clock);
    }

    /** Uses samples from this instant; older ones are skipped, and count neither as late nor as rejected. */
    public LandingSettings withFrom(Instant from) {
        return withRange(new MinuteRange(Math.floorDiv(from.getEpochSecond() + 59, 60), range.toMinute()));
    }

    /** Uses samples before this instant; newer ones are skipped. */
    public LandingSettings withTo(Instant to) {
        return withRange(new MinuteRange(range.fromMinute(), Math.floorDiv(to.getEpochSecond() + 59, 60)));
    }

    /** Parses on this many threads beside the reader's own. */
    public LandingSettings withParsers(int threads) {
        return new LandingSettings(continuous, discoveryMillis, cap, range, threads, clock);
    }

    /** Threads to parse on beside the reader's, on this machine: where two cores do the whole job, handing over costs more than it gains. */
    int threads() {
        int beside = Math.max(0, Runtime.getRuntime().availableProcessors() - 2);
        return parsers == AS_MANY_AS_FIT ? Math.min(MOST_PARSERS, beside) : parsers;
    }

    private LandingSettings withRange(MinuteRange newRange) {
        return new LandingSettings(continuous, discoveryMillis, cap, newRange, parsers, clock);
    }

    /** Data minutes from (inclusive) to (exclusive). */
    public record MinuteRange(long fromMinute, long toMinute) implements Serializable {
        /** Every minute. */
        public static final MinuteRange ALL = new MinuteRange(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean contains(long minute) {
            return minute >= fromMinute && minute < toMinute;
        }
    }
}
