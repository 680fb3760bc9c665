package dev.breakwater.bench.report;

import java.util.List;

/**
 * The result of {@code bench worth}.
 *
 * @param seeds the number of accounts over which each row adds up
 */
public record WorthResult(int seeds, List<Row> rows) implements BenchDocs.Result {

    @Override
    public String markdown() {
        return seeds + " accounts, a judged week each.\n\n"
                + BenchDocs.table(
                        "detector | page threshold | worth | always above | recall | dollars still ahead"
                                + " | after the threshold | false pages / week | false warnings / week | throttles"
                                + " | proposed | USD averted | good calls refused | lasting changes told",
                        rows,
                        r -> BenchDocs.text(
                                "%s | %s | %s | %.0f | %.3f | %.3f | %.3f | %.1f | %.1f | %d | %d | %,.2f | %,.0f | %s",
                                r.detector,
                                r.line,
                                r.worth == Math.rint(r.worth) ? "" + Math.round(r.worth) : "" + r.worth,
                                r.always,
                                r.recall,
                                r.ahead,
                                r.afterThreshold,
                                r.falsePages,
                                r.falseWarnings,
                                r.throttles,
                                r.proposed,
                                r.averted,
                                r.refused,
                                r.changesTold));
    }

    /**
     * A detector with one setting of the thresholds.
     *
     * @param line           the page threshold, and the throttle threshold if it is not ten times the page threshold
     * @param ahead          the share of the attacks' cost that came after the page
     * @param afterThreshold the share of the attacks' cost that came after an attack had exceeded the threshold
     * @param falsePages     a week; the same for warnings
     * @param averted        USD
     * @param refused        good calls
     * @param changesTold    how many of the sets' lasting changes were reported, for example {@code 13 of 60}
     */
    public record Row(
            String detector,
            String line,
            double worth,
            double always,
            double recall,
            double ahead,
            double afterThreshold,
            double falsePages,
            double falseWarnings,
            int throttles,
            int proposed,
            double averted,
            double refused,
            String changesTold) {}
}
