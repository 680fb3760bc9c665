package dev.breakwater.bench.peer;

import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.Feed;
import dev.breakwater.bench.set.BenchSet.Feed.Line;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * A detector that judges each function's minute once the feed has moved past it, with the data that arrived so far.
 * Later data changes the history but not the result of an earlier judgement. A minute in which the whole feed was
 * silent is not judged.
 */
public abstract class Peer implements Feed {

    final History[] histories;
    /** Minutes without any data. */
    final BitSet silent = new BitSet(BenchSet.MINUTES);

    private final RaisedAlarms alarms;
    private final IntPredicate watched;
    private int lastArrival = -1;
    /** Whether each of the last minutes was a hit, one bit a minute, for each function. */
    private final int[] recentHits;

    /** @param watched the functions that the detector watches; a slow detector watches only some functions */
    Peer(int functions, IntPredicate watched) {
        this.watched = watched;
        alarms = new RaisedAlarms(functions);
        recentHits = new int[functions];
        histories = new History[functions];
        for (int f = 0; f < functions; f++) histories[f] = new History();
    }

    @Override
    public final void line(Line line) {
        histories[line.function()].take(line);
        lastArrival = Math.max(lastArrival, line.minute());
    }

    @Override
    public final void minuteEnds(int minute) {
        if (lastArrival < minute) silent.set(minute);
        for (int f = 0; f < histories.length; f++) {
            if (!watched.test(f) || histories[f].first < 0) continue;
            if (alarming(f, histories[f], minute) && !silent.get(minute)) alarms.function(f, minute);
        }
    }

    /** Returns whether the function's minute is an alarm. Called once for each minute, in order. */
    abstract boolean alarming(int function, History h, int minute);

    /** Notes whether the minute is a hit. Returns whether enough of the newest minutes are hits. */
    final boolean agrees(int function, boolean hit, int least, int of) {
        recentHits[function] = recentHits[function] << 1 | (hit ? 1 : 0);
        return Integer.bitCount(recentHits[function] & (1 << of) - 1) >= least;
    }

    /** Turns the stream of a set into alarms. An instance is used for one set only. */
    public final RaisedAlarms run(BenchSet set) {
        set.play(this);
        return alarms;
    }

    /** The data of one function that has arrived so far, by minute. The compared detectors use it as history. */
    static final class History {

        static final int DAY = 1440;

        private static final int MOST = BenchSet.MINUTES + BandAssessor.BEFORE;

        final double[] calls = new double[MOST];
        /** USD. */
        final double[] cost = new double[MOST];
        /** The first minute with data. The value is -1 if there is none yet. */
        int first = -1;

        private double totalCalls;
        private double totalCost;

        void take(Line line) {
            if (first < 0) first = line.minute();
            calls[line.minute()] = line.calls();
            cost[line.minute()] = line.costNano() / 1e9;
            totalCalls += line.calls();
            totalCost += line.costNano() / 1e9;
        }

        /** Returns the average cost of a call so far, USD. */
        double costOfCall() {
            return totalCalls > 0 ? totalCost / totalCalls : 1e-6;
        }

        static double mean(double[] values, int minute, int width) {
            double sum = 0;
            for (int m = Math.max(0, minute - width + 1); m <= minute; m++) sum += values[m];
            return sum / width;
        }
    }

    /** The minutes in which a detector raised an alarm, for each function and for the account. */
    public static final class RaisedAlarms {

        private final BitSet[] functions;
        private final BitSet account = new BitSet(BenchSet.MINUTES);

        public RaisedAlarms(int functions) {
            this.functions = new BitSet[functions];
            for (int f = 0; f < functions; f++) this.functions[f] = new BitSet(BenchSet.MINUTES);
        }

        public void function(int f, int minute) {
            functions[f].set(minute);
        }

        public void account(int minute) {
            account.set(minute);
        }

        public BitSet ofFunction(int f) {
            return functions[f];
        }

        public BitSet ofAccount() {
            return account;
        }
    }
}
