package dev.breakwater.bench.report;

import dev.breakwater.bench.score.Scorer.Score;
import java.util.List;
import java.util.Locale;

/**
 * The result of {@code bench detection}.
 *
 * @param seeds         the sets drawn
 * @param functions     functions of each
 * @param functionWeeks function-weeks judged
 * @param whole the detectors that watched all functions
 * @param part the detectors that watched every fourth function, including Breakwater
 * @param kinds Breakwater's pages by kind of attack
 * @param ours Breakwater's pages by strictness
 * @param band          the best other detector that watches all functions, for each width of its band
 * @param oursOnPart Breakwater's pages for every fourth function, with each factor of strictness
 * @param forest        the tuned forest for the same functions, for each number of deviations of its score
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
        List<Point> forest)
        implements BenchDocs.Result {

    private static final String HEAD = "| %s | recall | delay, median / p95 (min) | damage still ahead |"
            + " false alarms / function-week | account, false / week | precision |\n|---|---|---|---|---|---|---|\n";

    private static final String CURVE_HEAD =
            "| | recall | averted | false alarms / function-week |\n|---|---|---|---|\n";

    private static final List<String> IN_README = List.of(
            "static", "CloudWatch-like band", "hardened band with our money gate, k = 4", "EWMA", "**Breakwater, page");

    /** Returns the block of the README: one row for each kind of detector. */
    public String readme() {
        return sets()
                + "\n\n"
                + table(
                        "detector",
                        whole.stream()
                                .filter(row -> IN_README.stream().anyMatch(row.name()::startsWith))
                                .toList());
    }

    /** Returns the block next to the charts of the trade-off in docs/bench.md. */
    public String page() {
        return sets()
                + "\n\n"
                + table("detector", whole)
                + "\nThe random cut forest needs tens of microseconds a minute, so this table covers only every fourth "
                + "function and the attacks on it:\n\n"
                + table("detector", part)
                + "\nBreakwater's pages by kind of attack:\n\n"
                + kinds(kinds);
    }

    /** Returns the text that the command prints: the page, and the figures of the trade-off. */
    @Override
    public String markdown() {
        return page()
                + "\nThe trade-off of Breakwater's pages, by its strictness factor (1 = as shipped). The hardened"
                + " band with our money gate, by its width, is the best peer that is fast enough to watch all functions:\n\n"
                + CURVE_HEAD
                + curve("Breakwater, strictness ", ours)
                + curve("band, k = ", band)
                + "\nThe same trade-off on every fourth function, compared with the tuned random cut forest:\n\n"
                + CURVE_HEAD
                + curve("Breakwater, strictness ", oursOnPart)
                + curve("random cut forest, k = ", forest);
    }

    private String sets() {
        int attacks = whole.get(0).score().incidents();
        return text(
                "%d attacks in %.0f function-weeks (%d functions, seeds %d to %d).",
                attacks, functionWeeks, functions, seeds.get(0), seeds.get(seeds.size() - 1));
    }

    private static String table(String first, List<Row> rows) {
        StringBuilder out = new StringBuilder(text(HEAD, first));
        for (Row row : rows) {
            Score s = row.score();
            out.append(text(
                    "| %s | %.3f | %.0f / %.0f | %.3f | %.3f | %.1f | %.2f |\n",
                    row.name(),
                    s.recall(),
                    s.delayMedian(),
                    s.delayP95(),
                    s.averted(),
                    s.falsePerFunctionWeek(),
                    s.falseAccountPerWeek(),
                    s.precision()));
        }
        return out.toString();
    }

    private static String kinds(List<Row> rows) {
        StringBuilder out =
                new StringBuilder("| attack | number | recall | delay, median (min) | damage still ahead |\n");
        out.append("|---|---|---|---|---|\n");
        for (Row row : rows) {
            Score s = row.score();
            out.append(text(
                    "| %s | %d | %.2f | %.1f | %.2f |\n",
                    row.name(), s.incidents(), s.recall(), s.delayMedian(), s.averted()));
        }
        return out.toString();
    }

    private static String curve(String name, List<Point> points) {
        StringBuilder out = new StringBuilder();
        for (Point p : points) {
            Score s = p.score();
            out.append(text(
                    "| %s%s | %.3f | %.3f | %.3f |\n",
                    name, number(p.setting()), s.recall(), s.averted(), s.falsePerFunctionWeek()));
        }
        return out.toString();
    }

    private static String number(double v) {
        return v == Math.rint(v) ? text("%.0f", v) : String.valueOf(v);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /**
     * A point of a trade-off curve.
     *
     * @param setting the value that varies along the curve: the strictness factor, or the width of the band
     */
    public record Point(double setting, Score score) {}

    /** A detector and its results. */
    public record Row(String name, Score score) {}
}
