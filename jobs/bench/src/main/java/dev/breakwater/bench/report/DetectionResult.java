package dev.breakwater.bench.report;

import dev.breakwater.bench.score.Score;
import java.util.List;

/**
 * The result of {@code bench detection}.
 *
 * @param seeds         the sets drawn
 * @param functions     functions of each
 * @param functionWeeks function-weeks judged
 * @param whole         detectors that watched all functions
 * @param part          detectors on every fourth function, ours too
 * @param kinds         our pages by kind of attack
 * @param ours          our pages by strictness
 * @param band          the best peer that watches all, by its width
 * @param oursOnPart    our pages on every fourth function, by strictness
 * @param forest        the tuned forest on those, by the deviations of its score
 */
public record DetectionResult(
        List<Long> seeds,
        int functions,
        double functionWeeks,
        List<Row> whole,
        List<Row> part,
        List<Row> kinds,
        List<Point> ours,
        List<Point> band,
        List<Point> oursOnPart,
        List<Point> forest) {

    /**
     * A point of a trade-off curve.
     *
     * @param setting the varied value: the strictness factor, or the width of the band
     */
    public record Point(double setting, Score score) {}

    /** A detector and its measures. */
    public record Row(String name, Score score) {}
}
