package dev.breakwater.bench.nab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * NAB's published rules. A window earns by the place of its first detection, near 1 at the start and 0 at the end; a
 * window without one costs the weight of a miss; a detection outside of windows costs up to the weight of a false
 * alarm, less just after a window. One threshold for all files, the best one of each profile; 0 is a silent detector,
 * 100 a perfect one.
 */
final class NabScorer {

    private static final double FAR = 3;
    private static final double STEEP = 5;
    private static final double AT_THE_START = sigmoid(-1);

    private final List<Series> files;
    private final Profile profile;

    NabScorer(List<Series> files, Profile profile) {
        this.files = files;
        this.profile = profile;
    }

    /**
     * @param threshold the one that is best
     * @param score     0 to 100, below 0 when worse than silence
     */
    record Best(double threshold, double score) {}

    /** A point whose score passes a threshold, and the change of the sum. */
    private record Step(double threshold, double change) {}

    /** The value of a detection at a place relative to a window: -1 its start, 0 its end, above 0 after it. */
    static double sigmoid(double place) {
        return place > FAR ? -1 : 2 / (1 + Math.exp(STEEP * place)) - 1;
    }

    /** The best threshold, with scores of all points of all files; the higher, the stranger. */
    Best best(List<double[]> scores) {
        List<Step> steps = new ArrayList<>();
        for (int f = 0; f < files.size(); f++) steps(files.get(f), scores.get(f), steps);
        steps.sort((a, b) -> Double.compare(b.threshold, a.threshold));
        double sum = -profile.miss * windows();
        Best best = new Best(Double.POSITIVE_INFINITY, sum);
        for (int i = 0; i < steps.size(); i++) {
            sum += steps.get(i).change;
            boolean last = i + 1 == steps.size() || steps.get(i + 1).threshold < steps.get(i).threshold;
            if (last && sum > best.score) best = new Best(steps.get(i).threshold, sum);
        }
        return new Best(best.threshold, normalised(best.score));
    }

    /** The score at a given threshold. */
    double at(double threshold, List<double[]> scores) {
        List<Step> steps = new ArrayList<>();
        for (int f = 0; f < files.size(); f++) steps(files.get(f), scores.get(f), steps);
        double sum = -profile.miss * windows();
        for (Step s : steps) if (s.threshold >= threshold) sum += s.change;
        return normalised(sum);
    }

    private int windows() {
        return files.stream().mapToInt(f -> f.windows().size()).sum();
    }

    private double normalised(double sum) {
        double silent = -profile.miss * windows();
        double perfect = profile.hit * windows();
        return 100 * (sum - silent) / (perfect - silent);
    }

    private void steps(Series file, double[] scores, List<Step> steps) {
        boolean[] inside = new boolean[scores.length];
        for (Series.Window w : file.windows()) {
            Arrays.fill(inside, w.from(), w.to() + 1, true);
            window(w, file.probation(), scores, steps);
        }
        for (int i = file.probation(); i < scores.length; i++) {
            boolean possible = scores[i] > Double.NEGATIVE_INFINITY;
            if (possible && !inside[i]) steps.add(new Step(scores[i], profile.falseAlarm * outside(file, i)));
        }
    }

    /** As the threshold falls, ever earlier points are the first detection: each adds what it gains over the one before. */
    private void window(Series.Window w, int probation, double[] scores, List<Step> steps) {
        double highest = Double.NEGATIVE_INFINITY;
        List<Integer> records = new ArrayList<>();
        for (int i = Math.max(w.from(), probation); i <= w.to(); i++) {
            if (scores[i] <= highest) continue;
            highest = scores[i];
            records.add(i);
        }
        double had = -profile.miss;
        for (int r = records.size() - 1; r >= 0; r--) {
            double now = profile.hit * inWindow(w, records.get(r));
            steps.add(new Step(scores[records.get(r)], now - had));
            had = now;
        }
    }

    static double inWindow(Series.Window w, int point) {
        double width = w.to() - w.from() + 1;
        return sigmoid(-(w.to() - point + 1) / width) / AT_THE_START;
    }

    /** By the distance from the last window before it; the worst if there is none. */
    static double outside(Series file, int point) {
        Series.Window before = null;
        for (Series.Window w : file.windows()) if (w.to() < point) before = w;
        if (before == null) return -1;
        return sigmoid((point - before.to()) / (double) Math.max(1, before.to() - before.from()));
    }
}
