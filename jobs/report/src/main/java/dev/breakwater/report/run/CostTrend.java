package dev.breakwater.report.run;

import dev.breakwater.ledger.SpendRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /** The functions that cost most, most expensive first. */
    public static List<CostTrend> of(Collection<SpendRow> rows, int atMost) {
        NavigableSet<String> days = rows.stream().map(SpendRow::day).collect(Collectors.toCollection(TreeSet::new));
        List<String> ordered = List.copyOf(days);
        boolean week = ordered.size() >= WEEK;
        NavigableSet<String> first = week ? days.headSet(ordered.get(ENDS), false) : new TreeSet<>();
        NavigableSet<String> last = week ? days.tailSet(ordered.get(ordered.size() - ENDS), true) : new TreeSet<>();
        Map<String, List<SpendRow>> functions = rows.stream()
                .collect(Collectors.groupingBy(
                        r -> r.function() + " (" + r.account() + ' ' + r.region() + ')',
                        TreeMap::new,
                        Collectors.toList()));
        return functions.entrySet().stream()
                .map(f -> new CostTrend(
                        f.getKey(),
                        f.getValue().stream()
                                .mapToDouble(r -> r.usd().doubleValue())
                                .sum(),
                        f.getValue().stream().mapToLong(SpendRow::calls).sum(),
                        perMillion(f.getValue(), first),
                        perMillion(f.getValue(), last)))
                .sorted(Comparator.comparingDouble(CostTrend::usd).reversed())
                .limit(atMost)
                .toList();
    }

    private static double perMillion(List<SpendRow> rows, Collection<String> days) {
        List<SpendRow> some = rows.stream()
                .filter(r -> !r.provisioned() && days.contains(r.day()))
                .toList();
        long calls = some.stream().mapToLong(SpendRow::calls).sum();
        double usd = some.stream().mapToDouble(r -> r.usd().doubleValue()).sum();
        return calls == 0 ? 0 : usd / calls * 1e6;
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
