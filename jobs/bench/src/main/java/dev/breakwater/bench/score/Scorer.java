package dev.breakwater.bench.score;

import dev.breakwater.bench.peer.Peer.RaisedAlarms;
import dev.breakwater.bench.score.Scorer.Score.Found;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.AttackKind;
import dev.breakwater.bench.set.BenchSet.Incident;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Compares alarms with labels. An alarm of the account counts for an attack that is spread over functions. The
 * account's alarm also counts for any other attack that costs at least a tenth of the account's cost. Alarms of one
 * function within an hour of each other count as one, for up to six hours. An alarm is false unless it overlaps an
 * attack on its function or the hour after the attack.
 */
public record Scorer(List<Incident> incidents, int functions, int from, int to, double accountNanoPerMinute) {

    private static final int MERGE = 60;
    private static final int SPLIT = 360;
    private static final int AFTERWARDS = 60;
    private static final double SHARE_OF_ACCOUNT = .1;
    private static final double SHARE_OF_SPREAD = .2;

    public static Scorer of(BenchSet set) {
        return new Scorer(
                set.incidents(),
                set.functions().size(),
                BenchSet.EVALUATED_FROM,
                BenchSet.MINUTES,
                set.accountNanoPerMinute());
    }

    /** Returns the counts for a detector that watches all functions. */
    public Tally score(RaisedAlarms alarms) {
        return score(alarms, f -> true);
    }

    /**
     * Returns the counts for only some functions. Attacks on other functions, or on several functions, are left out.
     */
    public Tally score(RaisedAlarms alarms, IntPredicate watched) {
        Tally t = new Tally();
        int[] all = IntStream.range(0, functions).filter(watched).toArray();
        boolean whole = all.length == functions;
        double weeks = (to - from) / 10080.0;
        t.functionWeeks = all.length * weeks;
        t.weeks = weeks;
        for (Incident i : incidents) {
            if (whole || i.functions().length == 1 && watched.test(i.functions()[0])) t.found.add(found(i, alarms));
        }
        for (int f : all) countFunction(t, alarms.ofFunction(f), f);
        countAccount(t, alarms.ofAccount());
        return t;
    }

    private Found found(Incident i, RaisedAlarms alarms) {
        int hit = i.functions().length > 1 ? spreadHit(i, alarms) : hit(i, alarms);
        double total = Arrays.stream(i.excessNano()).sum();
        if (hit < 0) return new Found(i.kind(), -1, 0, total);
        double spent = 0;
        for (int k = 0; k < i.excessNano().length; k++) {
            if (i.start() + k <= hit) spent += i.excessNano()[k];
        }
        return new Found(i.kind(), hit - i.start(), total > 0 ? Math.max(0, 1 - spent / total) : 0, total);
    }

    private int hit(Incident i, RaisedAlarms alarms) {
        int own = first(alarms.ofFunction(i.functions()[0]), i.start(), i.end());
        BitSet account = alarms.ofAccount();
        for (int m = account.nextSetBit(i.start()); m >= 0 && m < i.end(); m = account.nextSetBit(m + 1)) {
            boolean dear = i.excessNano()[m - i.start()] >= SHARE_OF_ACCOUNT * accountNanoPerMinute;
            if (dear) return own < 0 ? m : Math.min(own, m);
        }
        return own;
    }

    /**
     * Returns the first alarm for an attack that is spread over functions: the account's alarm, or the minute in which
     * a fifth of the attacked functions had an alarm.
     */
    private static int spreadHit(Incident i, RaisedAlarms alarms) {
        int[] members = Arrays.stream(i.functions())
                .map(f -> first(alarms.ofFunction(f), i.start(), i.end()))
                .filter(m -> m >= 0)
                .sorted()
                .toArray();
        int need = (int) Math.max(1, Math.rint(SHARE_OF_SPREAD * i.functions().length));
        int byMembers = members.length >= need ? members[need - 1] : -1;
        int byAccount = first(alarms.ofAccount(), i.start(), i.end());
        if (byMembers < 0) return byAccount;
        return byAccount < 0 ? byMembers : Math.min(byMembers, byAccount);
    }

    private static int first(BitSet minutes, int from, int to) {
        int m = minutes.nextSetBit(from);
        return m >= 0 && m < to ? m : -1;
    }

    private void countFunction(Tally t, BitSet minutes, int f) {
        for (int[] alarm : merged(minutes)) {
            if (touches(alarm, i -> contains(i.functions(), f))) t.trueAlarms++;
            else t.falseAlarms++;
        }
    }

    private void countAccount(Tally t, BitSet minutes) {
        for (int[] alarm : merged(minutes)) {
            if (touches(alarm, i -> true)) t.trueAlarms++;
            else t.falseAccountAlarms++;
        }
    }

    /**
     * Returns whether an alarm between two minutes overlaps an attack on this function. -1 stands for the account,
     * which every attack affects.
     */
    public boolean concerns(int function, int from, int to) {
        return touches(new int[] {from, to}, i -> function < 0 || contains(i.functions(), function));
    }

    private boolean touches(int[] alarm, Predicate<Incident> concerns) {
        for (Incident i : incidents) {
            if (concerns.test(i) && i.start() <= alarm[1] && alarm[0] <= i.end() + AFTERWARDS) return true;
        }
        return false;
    }

    private static boolean contains(int[] functions, int f) {
        for (int g : functions) if (g == f) return true;
        return false;
    }

    /** Returns the first and last minute of each alarm in the judged week. */
    List<int[]> merged(BitSet minutes) {
        List<int[]> alarms = new ArrayList<>();
        int[] last = null;
        for (int m = minutes.nextSetBit(from); m >= 0; m = minutes.nextSetBit(m + 1)) {
            if (last != null && m - last[1] <= MERGE && m - last[0] <= SPLIT) last[1] = m;
            else alarms.add(last = new int[] {m, m});
        }
        return alarms;
    }

    /**
     * The results of a detector.
     *
     * @param incidents            the number of attacks
     * @param recall               the share of attacks that were found
     * @param delayMedian          minutes from the start of an attack to the first alarm, for attacks that were found;
     *                             NaN if no attack was found
     * @param delayP95             the 95th percentile of the minutes to the first alarm
     * @param averted              mean share of an attack's cost that came after the first alarm
     * @param falsePerFunctionWeek false alarms per function and week
     * @param falseAccountPerWeek  false alarms of the account per week
     * @param precision            the share of alarms that were not false
     */
    public record Score(
            int incidents,
            double recall,
            double delayMedian,
            double delayP95,
            double averted,
            double falsePerFunctionWeek,
            double falseAccountPerWeek,
            double precision) {

        /**
         * The result for one attack.
         *
         * @param delay the minutes from the attack's start to the first alarm; -1 if there was no alarm
         * @param averted the share of the attack's cost that came after the minute of the first alarm, 0 to 1
         * @param nano    the attack's cost, nano-USD
         */
        public record Found(AttackKind kind, int delay, double averted, double nano) {

            public boolean hit() {
                return delay >= 0;
            }
        }
    }
}
