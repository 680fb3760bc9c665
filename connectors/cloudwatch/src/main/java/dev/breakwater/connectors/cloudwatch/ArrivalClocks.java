package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The clocks of a feed that contains several accounts. Each account and region has its own clock, so no account
 * advances the clock of another. Records without an account get the newest minute of any account.
 */
public final class ArrivalClocks {
    /**
     * The largest number of accounts and regions with a clock. The number is far larger than a job's number of accounts
     * and regions. A sample of a further account uses its own minute as the arrival minute.
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
    private ArrivalClock last = new ArrivalClock(ArrivalClock.NONE, 0);

    private long newest = ArrivalClock.NONE;

    /** Continues from the content of a checkpoint, which is empty at first. */
    public ArrivalClocks(List<ArrivalClock.State> from) {
        for (ArrivalClock.State state : from) {
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
    public List<ArrivalClock.State> state() {
        return inOrder.stream().map(ArrivalClock::state).toList();
    }

    private ArrivalClock clock(Datapoint sample) {
        if (last.isOf(sample)) {
            return last;
        }
        Place at = Place.of(sample);
        ArrivalClock clock = clocks.get(at);
        if (clock == null) {
            clock = new ArrivalClock(new ArrivalClock.State(at.account(), at.region(), ArrivalClock.NONE, 0));
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
