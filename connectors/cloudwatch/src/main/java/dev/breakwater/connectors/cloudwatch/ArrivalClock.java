package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.model.MetricRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the arrival minute of one account in one region, or of a whole feed. The arrival minute is the newest data
 * minute seen so far. The clock stamps each record, recognises late samples, and knows which minutes of the late window
 * were silent.
 */
public final class ArrivalClock {
    /**
     * The largest number of minutes that a sample may be behind the arrival minute. A caller may allow fewer. Lambda
     * stamps a call's metrics with the minute in which the call began, but sends them when it ends, up to 15 minutes
     * later. Delivery takes more time.
     */
    public static final int MOST_LATE = 60;

    /** The arrival minute before the first sample. */
    public static final long NONE = 0;

    private static final long WINDOW_BITS = (1L << MOST_LATE + 1) - 1;

    /** The account of this clock. Empty for a whole feed's clock. */
    private final String account;

    private final String region;
    private long minute;
    private long silent; // bit i is set if the minute i before the arrival minute was silent and still has no sample

    /**
     * Creates the clock of a whole feed. The clock continues from a minute and the silent minutes before that minute; a
     * new clock starts with {@link #NONE} and 0.
     */
    public ArrivalClock(long minute, long silent) {
        this(new State("", "", minute, silent));
    }

    /** Continues from a state. */
    public ArrivalClock(State from) {
        account = from.account();
        region = from.region();
        minute = from.minute();
        silent = from.silentBits();
    }

    /**
     * A clock in a checkpoint.
     *
     * @param account    the account of the clock; empty for a whole feed
     * @param region     the region of the account
     * @param minute     the arrival minute
     * @param silentBits see {@link #silentBits()}
     */
    public record State(String account, String region, long minute, long silentBits) {}

    /** Returns the state for a checkpoint. */
    public State state() {
        return new State(account, region, minute, silent);
    }

    boolean isOf(Datapoint sample) {
        return account.equals(sample.account()) && region.equals(sample.region());
    }

    /** Returns the arrival minute, or {@link #NONE} before the first sample. */
    public long minute() {
        return minute;
    }

    /** Returns the silent minutes of the late window. Bit i is the minute i before the arrival minute. */
    public long silentBits() {
        return silent;
    }

    /**
     * Processes a sample. A sample can advance the arrival minute, show that a silent minute was not silent, or be
     * late.
     */
    public void take(Datapoint sample, FeedRecord.Output out) {
        if (!sample.metric().tellsTime()) {
            takeBeside(sample, out);
            return;
        }
        long behind = minute - sample.minute();
        if (behind > MOST_LATE) {
            out.emit(FeedRecord.late(sample, minute), minute * 60_000);
            return;
        }
        if (behind < 0) {
            advance(sample.minute(), out);
        } else if ((silent >>> behind & 1) != 0) {
            silent &= ~(1L << behind);
            out.emit(FeedRecord.alive(account, region, sample.minute(), minute), minute * 60_000);
        }
        out.emit(FeedRecord.sample(sample, minute), minute * 60_000);
    }

    private void takeBeside(Datapoint sample, FeedRecord.Output out) {
        long at = minute == NONE ? sample.minute() : minute;
        boolean late = sample.metric() != MetricRole.CHARGES && at - sample.minute() > MOST_LATE;
        out.emit(late ? FeedRecord.late(sample, at) : FeedRecord.sample(sample, at), at * 60_000);
    }

    /** Marks input that was refused with the arrival minute. */
    public void take(Reject reject, FeedRecord.Output out) {
        out.emit(FeedRecord.reject(reject, minute), minute * 60_000);
    }

    /**
     * Moves the arrival minute without a sample, because the feed is alive. Skipped minutes count as silent. A feed
     * that saw the minutes in between must therefore call this method for each minute.
     */
    public void reach(long to, FeedRecord.Output out) {
        if (to > minute) {
            advance(to, out);
        }
    }

    /** Records that these minutes of one account and region are unknown, even if other accounts have data. */
    public void gap(String ofAccount, String ofRegion, long from, long to, FeedRecord.Output out) {
        if (from <= to) {
            out.emit(FeedRecord.gap(ofAccount, ofRegion, minute, from, to), minute * 60_000);
        }
    }

    private void advance(long to, FeedRecord.Output out) {
        if (minute != NONE) {
            out.emit(FeedRecord.advance(account, region, minute, to), minute * 60_000 + 59_999);
            long steps = to - minute;
            long passed = steps > MOST_LATE ? WINDOW_BITS & ~1L : (1L << steps) - 2;
            silent = (steps > MOST_LATE ? 0 : silent << steps) & WINDOW_BITS | passed;
        }
        minute = to;
    }

    /**
     * The clocks of a feed that contains several accounts. Each account and region has its own clock, so no account
     * advances the clock of another. Records without an account get the newest minute of any account.
     */
    public static final class ArrivalClocks {
        /**
         * The largest number of accounts and regions with a clock. The number is far larger than a job's number of
         * accounts and regions. A sample of a further account uses its own minute as the arrival minute.
         */
        static final int MOST = 10_000;

        /** An account in a region. */
        public record Place(String account, String region) {

            /** Returns the clock of a sample's account and region. */
            public static Place of(Datapoint sample) {
                return new Place(sample.account(), sample.region());
            }
        }

        private final Map<Place, ArrivalClock> clocks = new HashMap<>();
        private final List<ArrivalClock> inOrder = new ArrayList<>();
        /** The most recently used clock. Samples of one account often follow each other. */
        private ArrivalClock last = new ArrivalClock(NONE, 0);

        private long newest = NONE;

        /** Continues from the content of a checkpoint, which is empty at first. */
        public ArrivalClocks(List<State> from) {
            for (State state : from) {
                keep(new ArrivalClock(state), new Place(state.account(), state.region()));
                newest = Math.max(newest, state.minute());
            }
        }

        /**
         * Returns the arrival minute of a sample's account and region, or {@link ArrivalClock#NONE} before the first
         * sample.
         */
        public long minute(Datapoint sample) {
            return clock(sample).minute();
        }

        /** Processes a sample on its arrival. */
        public void take(Datapoint sample, FeedRecord.Output out) {
            ArrivalClock clock = clock(sample);
            clock.take(sample, out);
            newest = Math.max(newest, clock.minute());
        }

        /** Marks input that was refused with the arrival minute. */
        public void take(Reject reject, FeedRecord.Output out) {
            out.emit(FeedRecord.reject(reject, newest), newest * 60_000);
        }

        /** Returns the state for a checkpoint, in the order in which the accounts were first seen. */
        public List<State> state() {
            return inOrder.stream().map(ArrivalClock::state).toList();
        }

        private ArrivalClock clock(Datapoint sample) {
            if (last.isOf(sample)) {
                return last;
            }
            Place at = Place.of(sample);
            ArrivalClock clock = clocks.get(at);
            if (clock == null) {
                clock = new ArrivalClock(new State(at.account(), at.region(), NONE, 0));
                if (inOrder.size() >= MOST) {
                    return clock;
                }
                keep(clock, at);
            }
            last = clock;
            return clock;
        }

        private void keep(ArrivalClock clock, Place at) {
            clocks.put(at, clock);
            inOrder.add(clock);
        }
    }
}
