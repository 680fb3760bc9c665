package dev.breakwater.bench.set;

import dev.breakwater.bench.set.BenchSet.Feed.Line;
import java.util.ArrayList;
import java.util.List;

/** A labelled set of two weeks of a fleet's traffic, with attacks in the second week. */
public final class BenchSet {

    public static final int FUNCTIONS = DrawnFleet.WEB + DrawnFleet.APPS + DrawnFleet.CROWDS;
    public static final int DAYS = 14;
    public static final int MINUTES = DAYS * Base.DAY;
    /** The first week is history. The first week has no attacks and is not judged. */
    public static final int EVALUATED_FROM = MINUTES / 2;

    private final List<Traffic> functions;
    private final List<Incident> incidents;
    private final double accountNanoPerMinute;

    BenchSet(List<Traffic> functions, List<Incident> incidents, double accountNanoPerMinute) {
        this.functions = List.copyOf(functions);
        this.incidents = List.copyOf(incidents);
        this.accountNanoPerMinute = accountNanoPerMinute;
    }

    /** Draws the set of a seed. The same seed gives the same set on every machine. */
    public static BenchSet of(long seed) {
        return new SetBuilder(seed).build();
    }

    public List<Traffic> functions() {
        return functions;
    }

    public List<Incident> incidents() {
        return incidents;
    }

    /** Returns the account's average cost per minute in the second week, without the attacks, in nano-USD. */
    public double accountNanoPerMinute() {
        return accountNanoPerMinute;
    }

    /**
     * Draws the set of a seed with lasting and recurring changes: five weekly batches, four month ends and six level
     * shifts. None of these changes is an attack.
     */
    public static BenchSet changing(long seed) {
        return new SetBuilder(seed).changing().build();
    }

    /**
     * Passes this many earlier weeks to a reader, with minute numbers below 0. The earlier weeks repeat the first week,
     * with each minute drawn again.
     */
    public void before(int weeks, long seed, Feed feed) {
        Draws d = new Draws(seed).part(9);
        for (int m = -weeks * EVALUATED_FROM; m < 0; m++) {
            int like = Math.floorMod(m, EVALUATED_FROM);
            for (int f = 0; f < functions.size(); f++) {
                Traffic t = functions.get(f);
                int calls = d.poisson(t.calls[like]);
                if (calls == 0) continue;
                double nano = calls * t.nanoPerCall(t.meanMs[like]);
                int atOnce = Math.max(1, t.concurrency[like]);
                feed.line(new Line(f, m, m, -1, -1, calls, 0, calls * t.meanMs[like], nano, atOnce));
            }
            feed.minuteEnds(m);
        }
    }

    /** Passes the set to a reader in the order of arrival. */
    public void play(Feed feed) {
        List<List<int[]>> late = late();
        Cursor cursor = new Cursor(feed);
        for (int slot = 0; slot < late.size(); slot++) {
            for (int[] at : late.get(slot)) cursor.line(at[0], at[1]);
            if (slot >= MINUTES) continue;
            for (int f = 0; f < functions.size(); f++) {
                Traffic t = functions.get(f);
                if (t.delay[slot] == 0 && t.calls[slot] + t.throttles[slot] > 0) cursor.line(f, slot);
            }
        }
        cursor.end();
    }

    /**
     * Returns the function and minute of each late line. The lines are listed for each minute of arrival, in the order
     * of the data minute.
     */
    private List<List<int[]>> late() {
        List<List<int[]>> slots = new ArrayList<>();
        for (int i = 0; i < MINUTES + Byte.MAX_VALUE; i++) slots.add(new ArrayList<>());
        for (int m = 0; m < MINUTES; m++) {
            for (int f = 0; f < functions.size(); f++) {
                Traffic t = functions.get(f);
                if (t.delay[m] > 0 && t.calls[m] + t.throttles[m] > 0) {
                    slots.get(m + t.delay[m]).add(new int[] {f, m});
                }
            }
        }
        return slots;
    }

    /** Keeps the arrival minute and the newest gap, as the job's source does. */
    private final class Cursor {
        private final Feed feed;
        private int newest = -1;
        private int silentFrom = -1;
        private int silentTo = -1;

        Cursor(Feed feed) {
            this.feed = feed;
        }

        void line(int f, int minute) {
            if (newest < 0) newest = minute;
            if (minute > newest) {
                for (int m = newest; m < minute; m++) feed.minuteEnds(m);
                if (minute > newest + 1) {
                    silentFrom = newest + 1;
                    silentTo = minute - 1;
                }
                newest = minute;
            }
            Traffic t = functions.get(f);
            int calls = t.calls[minute];
            feed.line(new Line(
                    f,
                    minute,
                    newest,
                    silentFrom,
                    silentTo,
                    calls,
                    t.throttles[minute],
                    calls * t.meanMs[minute],
                    t.nano(minute),
                    t.concurrency[minute]));
        }

        void end() {
            if (newest >= 0) feed.minuteEnds(newest);
        }
    }

    /**
     * One injected attack.
     *
     * @param functions the indices of the attacked functions
     * @param start the first minute of the attack
     * @param end the minute after the attack's last minute
     * @param excessNano the attack's cost in each of its minutes, nano-USD
     */
    public record Incident(AttackKind kind, int[] functions, int start, int end, double[] excessNano) {}

    /** The kinds of attack in a set. */
    public enum AttackKind {
        FLOOD("flood", "x10 to x60 for 30 to 150 min"),
        SLOW_BURN("slow burn", "calls rise to x2 to x3 over 4 to 8 h and stay there for 4 to 8 h"),
        PULSE("pulse", "x8 to x20 for 3 to 6 min every 20 to 60 min"),
        RECURSION("recursion", "calls start at one and double every 2 to 5 min"),
        DURATION("duration", "the number of calls is unchanged, but each takes 8 to 12 times as long"),
        OFF_PEAK("off-peak", "calls in the quiet hours rise to 85 to 95 % of the daily peak"),
        SPREAD("spread", "16 to 22 functions x1.7 to x2.2 at once"),
        NEW_FUNCTION("new function", "one day after the launch, calls rise to x15 to x30");

        private final String words;
        private final String shape;

        AttackKind(String words, String shape) {
            this.words = words;
            this.shape = shape;
        }

        public String words() {
            return words;
        }

        public String shape() {
            return shape;
        }
    }

    /** A reader that receives the set as a stream. */
    public interface Feed {

        /** Called when a minute of a function arrives, possibly late. */
        void line(Line line);

        /** Called when the feed has moved past a minute: once for each minute, in order, including silent minutes. */
        void minuteEnds(int minute);

        /**
         * One minute of one function, at the time of its arrival.
         *
         * @param function the function's index in the set
         * @param minute     data minute; 0 is the set's first minute
         * @param arrival the newest data minute in the feed so far, including this minute
         * @param silentFrom the first minute of the feed's newest gap, or -1 if there was no gap
         * @param silentTo the last minute of the feed's newest gap
         * @param calls the calls that ran
         * @param throttles the refused calls
         * @param durationMs the sum of the durations
         * @param costNano the billed cost, nano-USD
         */
        public record Line(
                int function,
                int minute,
                int arrival,
                int silentFrom,
                int silentTo,
                int calls,
                int throttles,
                double durationMs,
                double costNano,
                int concurrency) {}
    }
}
