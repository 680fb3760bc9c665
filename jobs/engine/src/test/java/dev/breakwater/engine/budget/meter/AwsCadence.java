package dev.breakwater.engine.budget.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.model.DataMinute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Computes when AWS Budgets would have raised the same alarm. AWS Budgets checks the spend every 8 to 12 hours. The lag
 * of its figures is ignored in its favour. Only monthly budgets are compared, because AWS Budgets has no burn rates.
 */
final class AwsCadence {

    private static final Path DOC = Path.of("../../docs/money.md");
    private static final String BEGIN = "<!-- beside AWS Budgets: made by BudgetOracleTest, do not edit -->\n";
    private static final String END = "<!-- end of beside AWS Budgets -->\n";

    private final Row spent = new Row("100 % of the month spent, both");
    private final Row step = new Row("80 % of the month spent, both");
    private final Row first = new Row("first page of ours, their alert at 80 %");

    private static final class Row {
        final String name;
        final List<Double> hours = new ArrayList<>();
        final List<Double> usd = new ArrayList<>();
        final List<Double> shares = new ArrayList<>();
        int silent;

        Row(String name) {
            this.name = name;
        }
    }

    void compare(long seed, SpendPath path, Metered ours) {
        if (path.budget.monthNano() == 0) return;
        note(spent, seed, path, ours, s -> s.contains("month-spent"), 1);
        note(step, seed, path, ours, s -> s.contains("step-1"), .8);
        note(first, seed, path, ours, s -> s.matches(".*(fast-burn|forecast|month-spent|step-1) open"), .8);
    }

    private static void note(Row row, long seed, SpendPath path, Metered ours, Predicate<String> ofUs, double share) {
        long told = ours.said.stream()
                .filter(s -> s.endsWith("open"))
                .filter(ofUs)
                .mapToLong(s -> Long.parseLong(s.substring(0, s.indexOf(' '))))
                .min()
                .orElse(-1);
        if (told < 0) return;
        long theirs = looks(
                new Random(seed),
                path,
                share * path.budget.monthNano(),
                DataMinute.monthStart(DataMinute.monthOf(told)));
        if (theirs < 0) {
            row.silent++;
            return;
        }
        long nano = 0;
        for (long m = told; m < theirs; m++) nano += path.nano[(int) (m - path.start)];
        row.hours.add((theirs - told) / 60.0);
        row.usd.add(nano / 1e9);
        row.shares.add(100.0 * nano / path.budget.monthNano());
    }

    /** The minute of the first check at which the month's spend has reached the threshold, or -1. */
    private static long looks(Random random, SpendPath path, double line, long monthStart) {
        long next = path.start + random.nextInt(600);
        long spent = 0;
        for (int i = 0; i < SpendPath.MINUTES; i++) {
            long minute = path.start + i;
            if (minute == monthStart) spent = 0;
            if (minute == next) {
                if (minute >= monthStart && spent >= line) return minute;
                next += 480 + random.nextInt(241);
            }
            spent += path.nano[i];
        }
        return -1;
    }

    /** Compares the table with the document, or writes it on request. */
    void check() throws IOException {
        String text = Files.readString(DOC);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("breakwater.write")) {
            Files.writeString(DOC, text.substring(0, from) + table() + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to)).isEqualTo(table());
    }

    String table() {
        StringBuilder out = new StringBuilder("| compared | paths | hours earlier, median / p95 | USD spent meanwhile,"
                + " median / p95 | share of the month's budget, median / p95 | AWS silent to the end of the path |\n"
                + "|---|---|---|---|---|---|\n");
        for (Row r : List.of(spent, step, first)) {
            out.append(String.format(
                    java.util.Locale.ROOT,
                    "| %s | %d | %.1f / %.1f | %.2f / %.2f | %.1f %% / %.1f %% | %d |%n",
                    r.name,
                    r.hours.size() + r.silent,
                    at(r.hours, .5),
                    at(r.hours, .95),
                    at(r.usd, .5),
                    at(r.usd, .95),
                    at(r.shares, .5),
                    at(r.shares, .95),
                    r.silent));
        }
        return out.toString();
    }

    private static double at(List<Double> values, double share) {
        double[] sorted = values.stream().mapToDouble(d -> d).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
    }
}
