package dev.breakwater.bench.score;

import dev.breakwater.bench.score.Scorer.Score;
import dev.breakwater.bench.score.Scorer.Score.Found;
import dev.breakwater.bench.set.BenchSet.AttackKind;
import java.util.ArrayList;
import java.util.List;

/** The counts over one or more sets: attacks with their results, and alarms. */
public final class Tally {

    final List<Found> found = new ArrayList<>();
    double functionWeeks;
    double weeks;
    int trueAlarms;
    int falseAlarms;
    int falseAccountAlarms;

    /** Adds the counts of another set. */
    public void add(Tally other) {
        found.addAll(other.found);
        functionWeeks += other.functionWeeks;
        weeks += other.weeks;
        trueAlarms += other.trueAlarms;
        falseAlarms += other.falseAlarms;
        falseAccountAlarms += other.falseAccountAlarms;
    }

    /** Returns the results over all attacks. */
    public Score score() {
        return of(found);
    }

    /** Returns the share of the attacks' cost that came after the first alarm of each attack, over all attacks. */
    public double costAhead() {
        double all = cost();
        return all <= 0
                ? 0
                : found.stream().mapToDouble(f -> f.averted() * f.nano()).sum() / all;
    }

    /** Returns the cost of all attacks, nano-USD. */
    public double cost() {
        return found.stream().mapToDouble(Found::nano).sum();
    }

    public double weeks() {
        return weeks;
    }

    /** Returns the results for one kind of attack. The results about alarms cover all kinds. */
    public Score score(AttackKind kind) {
        return of(found.stream().filter(f -> f.kind() == kind).toList());
    }

    private Score of(List<Found> some) {
        int[] delays =
                some.stream().filter(Found::hit).mapToInt(Found::delay).sorted().toArray();
        double averted = some.stream().mapToDouble(Found::averted).average().orElse(0);
        int all = trueAlarms + falseAlarms + falseAccountAlarms;
        return new Score(
                some.size(),
                some.isEmpty() ? 0 : delays.length / (double) some.size(),
                median(delays),
                delays.length == 0 ? Double.NaN : delays[(int) Math.rint(.95 * (delays.length - 1))],
                averted,
                falseAlarms / functionWeeks,
                falseAccountAlarms / weeks,
                all == 0 ? 1 : trueAlarms / (double) all);
    }

    private static double median(int[] sorted) {
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
    }
}
