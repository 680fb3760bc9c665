package dev.breakwater.connectors.cloudwatch;

/**
 * The arrival minute: the newest data minute seen so far. It stamps every record, moves the watermark, tells late
 * samples, and knows which minutes of the late window were passed over in silence.
 */
final class ArrivalClock {
    /** How many minutes a sample may be behind the arrival minute. */
    static final int LATE_WINDOW = 15;

    /** The arrival minute before the first sample. */
    static final long NONE = 0;

    private static final long WINDOW_BITS = (1L << LATE_WINDOW + 1) - 1;

    private long minute;
    private long silent; // bit i: the minute i before the arrival minute was passed over and nothing came for it since

    ArrivalClock(long minute, long silent) {
        this.minute = minute;
        this.silent = silent;
    }

    long minute() {
        return minute;
    }

    long silentBits() {
        return silent;
    }

    /** States the watermark again after a restore. */
    void restate(FeedOutput out) {
        if (minute != NONE) {
            out.watermark(minute * 60_000 - 1);
        }
    }

    void take(Sample sample, FeedOutput out) {
        long behind = minute - sample.minute();
        if (behind > LATE_WINDOW) {
            out.emit(FeedRecord.late(sample, minute), minute * 60_000);
            return;
        }
        if (behind < 0) {
            advance(sample.minute(), out);
        } else if ((silent >>> behind & 1) != 0) {
            silent &= ~(1L << behind);
            out.emit(FeedRecord.alive(sample.minute(), minute), minute * 60_000);
        }
        out.emit(FeedRecord.sample(sample, minute), minute * 60_000);
    }

    void take(Reject reject, FeedOutput out) {
        out.emit(FeedRecord.reject(reject, minute), minute * 60_000);
    }

    private void advance(long to, FeedOutput out) {
        if (minute != NONE) {
            out.emit(FeedRecord.advance(minute, to), minute * 60_000 + 59_999);
            long steps = to - minute;
            long passed = steps > LATE_WINDOW ? WINDOW_BITS & ~1L : (1L << steps) - 2;
            silent = (steps > LATE_WINDOW ? 0 : silent << steps) & WINDOW_BITS | passed;
        }
        minute = to;
        out.watermark(to * 60_000 - 1);
    }
}
