package dev.breakwater.bench.report;

import dev.breakwater.bench.score.Scorer.Score;
import java.util.List;

/**
 * The result of {@code bench detection}.
 *
 * @param seeds         the sets drawn
 * @param functions     functions of each
 * @param functionWeeks function-weeks judged
 * @param whole the detectors that watched all functions
 * @param part the detectors that watched every fourth function, including Breakwater
 * @param kinds Breakwater's pages by kind of attack
 */
public record DetectionResult(
        List<Long> seeds, int functions, double functionWeeks, List<Row> whole, List<Row> part, List<Row> kinds)
        implements BenchDocs.Result {

    private static final String COLUMNS = "detector | recall | delay, median / p95 (min) | damage still ahead |"
            + " false alarms / function-week | account, false / week | precision";

    private static final List<String> IN_README = List.of(
            "static", "CloudWatch-like band", "hardened band with our money gate, k = 4", "EWMA", "**Breakwater, page");

    /** Returns the block of the README: one row for each kind of detector. */
    public String readme() {
        return sets()
                + table(whole.stream()
                        .filter(row -> IN_README.stream().anyMatch(row.name()::startsWith))
                        .toList());
    }

    @Override
    public String markdown() {
        return sets()
                + table(whole)
                + "\nThe random cut forest needs tens of microseconds a minute, so this table covers only every fourth "
                + "function and the attacks on it:\n\n"
                + table(part)
                + "\nBreakwater's pages by kind of attack:\n\n"
                + BenchDocs.table(
                        "attack | number | recall | delay, median (min) | damage still ahead",
                        kinds,
                        row -> BenchDocs.text(
                                "%s | %d | %.2f | %.1f | %.2f",
                                row.name,
                                row.score.incidents(),
                                row.score.recall(),
                                row.score.delayMedian(),
                                row.score.averted()));
    }

    private String sets() {
        return BenchDocs.text(
                "%d attacks in %.0f function-weeks (%d functions, seeds %d to %d).\n\n",
                whole.get(0).score().incidents(), functionWeeks, functions, seeds.get(0), seeds.get(seeds.size() - 1));
    }

    private static String table(List<Row> rows) {
        return BenchDocs.table(
                COLUMNS,
                rows,
                row -> BenchDocs.text(
                        "%s | %.3f | %.0f / %.0f | %.3f | %.3f | %.1f | %.2f",
                        row.name,
                        row.score.recall(),
                        row.score.delayMedian(),
                        row.score.delayP95(),
                        row.score.averted(),
                        row.score.falsePerFunctionWeek(),
                        row.score.falseAccountPerWeek(),
                        row.score.precision()));
    }

    /** A detector and its results. */
    public record Row(String name, Score score) {}
}
