package dev.breakwater.report.run;

import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.SpendRow;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * A function's spend in a recording. The price of its calls in the first and the last days shows a lasting change that
 * is too small for an alert.
 *
 * @param function function, account and region
 * @param usd      the spend in all, USD
 * @param calls    calls that ran
 * @param first    USD for a million calls in the first three days; 0 without calls, or if the recording is shorter than a week
 * @param last     the same for the last three days
 */
public record CostTrend(String function, double usd, long calls, double first, double last) {

    private static final int ENDS = 3;
    private static final int WEEK = 7;
    private static final double CHANGED = 1.5;

    /**
     * Returns all functions, most expensive first.
     *
     * @param days all days with spend
     */
    public static List<CostTrend> of(RunFolder run, NavigableSet<String> days) throws IOException {
        List<String> ordered = List.copyOf(days);
        boolean week = ordered.size() >= WEEK;
        Set<String> first = week ? Set.copyOf(ordered.subList(0, ENDS)) : Set.of();
        Set<String> last = week ? Set.copyOf(ordered.subList(ordered.size() - ENDS, ordered.size())) : Set.of();
        Map<String, Sums> functions = new TreeMap<>();
        run.each(LedgerFile.SPEND, row -> {
            String function = row.function() + " (" + row.account() + ' ' + row.region() + ')';
            Sums sums = functions.computeIfAbsent(function, f -> new Sums(new Sum(), new Sum(), new Sum()));
            sums.all.add(row);
            if (row.provisioned()) return;
            if (first.contains(row.day())) sums.first.add(row);
            if (last.contains(row.day())) sums.last.add(row);
        });
        return functions.entrySet().stream()
                .map(f -> f.getValue().trend(f.getKey()))
                .sorted(Comparator.comparingDouble(CostTrend::usd).reversed())
                .toList();
    }

    private record Sums(Sum all, Sum first, Sum last) {
        CostTrend trend(String function) {
            return new CostTrend(function, all.usd, all.calls, first.perMillion(), last.perMillion());
        }
    }

    private static final class Sum {
        private double usd;
        private long calls;

        void add(SpendRow row) {
            usd += row.usd().doubleValue();
            calls += row.calls();
        }

        double perMillion() {
            return calls == 0 ? 0 : usd / calls * 1e6;
        }
    }

    /** Returns the spend of all functions, USD. */
    public static double total(Collection<CostTrend> functions) {
        return functions.stream().mapToDouble(CostTrend::usd).sum();
    }

    /** Last over first; 1 if either is unknown. */
    public double change() {
        return first == 0 || last == 0 ? 1 : last / first;
    }

    /** Whether a call costs at least half as much again, or at least a third less. */
    public boolean changed() {
        return Math.max(change(), 1 / change()) >= CHANGED;
    }
}
