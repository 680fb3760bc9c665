package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How a landing folder is read.
 *
 * @param continuous true if the source never ends; false if it reads to the end of the present data
 * @param discoveryMillis the time between listings if continuous, in ms, at least 1
 * @param cap             the limits on how much a gzip file may expand
 * @param range           the data minutes that are used
 * @param parsers         number of additional threads that parse, which does not change the output; {@link
 *                        #AS_MANY_AS_FIT}: decided by the number of cores
 * @param clock           the wall clock, which is used only to detect timestamps in the future; it must be
 *                        serializable, like the JDK's clocks
 */
public record LandingSettings(
        boolean continuous, long discoveryMillis, InflationCap cap, MinuteRange range, int parsers, Clock clock)
        implements Serializable {

    /** Stands for one parsing thread per core, apart from the reader's core. */
    public static final int AS_MANY_AS_FIT = -1;

    /** The interval between listings. With a shorter interval, new data is read sooner. */
    private static final long LISTED_MILLIS = 100;

    /** The largest number of parsing threads. With more threads, the reader's own thread is the bottleneck. */
    private static final int MOST_PARSERS = 3;

    /** Reads to the end of the present data. The clock is read once, when the source is built. */
    public static LandingSettings bounded(Clock clock) {
        return new LandingSettings(false, LISTED_MILLIS, InflationCap.DEFAULT, MinuteRange.ALL, AS_MANY_AS_FIT, clock);
    }

    /** Reads without end. The clock is read again at each listing. */
    public static LandingSettings continuous(Clock clock) {
        return new LandingSettings(true, LISTED_MILLIS, InflationCap.DEFAULT, MinuteRange.ALL, AS_MANY_AS_FIT, clock);
    }

    /** Returns the same settings with this interval between listings. */
    public LandingSettings withDiscovery(Duration interval) {
        return new LandingSettings(continuous, Math.max(1, interval.toMillis()), cap, range, parsers, clock);
    }

    /** Returns the same settings with these limits for gzip files. */
    public LandingSettings withCap(InflationCap newCap) {
        return new LandingSettings(continuous, discoveryMillis, newCap, range, parsers, clock);
    }

    /**
     * Returns the same settings, for samples since this instant. Older samples are skipped, and do not count as late or
     * rejected.
     */
    public LandingSettings withFrom(Instant from) {
        return withRange(new MinuteRange(Math.floorDiv(from.getEpochSecond() + 59, 60), range.toMinute()));
    }

    /** Returns the same settings, for samples before this instant. Newer samples are skipped. */
    public LandingSettings withTo(Instant to) {
        return withRange(new MinuteRange(range.fromMinute(), Math.floorDiv(to.getEpochSecond() + 59, 60)));
    }

    /** Returns the same settings, with this many parsing threads in addition to the reader's own. */
    public LandingSettings withParsers(int threads) {
        return new LandingSettings(continuous, discoveryMillis, cap, range, threads, clock);
    }

    /**
     * Returns the number of further threads that parse on this machine. If the whole job has only two cores, further
     * threads cost more time than they save.
     */
    int threads() {
        int beside = Math.max(0, Runtime.getRuntime().availableProcessors() - 2);
        return parsers == AS_MANY_AS_FIT ? Math.min(MOST_PARSERS, beside) : parsers;
    }

    private LandingSettings withRange(MinuteRange newRange) {
        return new LandingSettings(continuous, discoveryMillis, cap, newRange, parsers, clock);
    }

    /** A range of data minutes, from (inclusive) to (exclusive). */
    public record MinuteRange(long fromMinute, long toMinute) implements Serializable {
        /** Every minute. */
        public static final MinuteRange ALL = new MinuteRange(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean contains(long minute) {
            return minute >= fromMinute && minute < toMinute;
        }
    }
}
