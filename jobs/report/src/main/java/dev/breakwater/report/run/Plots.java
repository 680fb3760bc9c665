package dev.breakwater.report.run;

import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.PlotRow;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** Makes one chart for each incident from the points that the job wrote. */
public final class Plots {

    private static final int MOST_POINTS = 400;
    private static final int BEFORE = 60;
    private static final int AFTER = 60;
    private static final Set<String> ENDS = Set.of("release", "override");

    private final List<PlotRow.Point> points;
    private final long first;
    /** The number of minutes in a point of the chart. */
    private final int step;

    private final int n;

    private Plots(List<PlotRow.Point> points) {
        this.points = points;
        this.first = points.get(0).minute();
        long minutes = points.get(points.size() - 1).minute() - first + 1;
        this.step = (int) Math.max(1, (minutes + MOST_POINTS - 1) / MOST_POINTS);
        this.n = (int) ((minutes + step - 1) / step);
    }

    /** Replaces {@code points.jsonl} of a recording by {@code plots.jsonl}. */
    public static void write(RunFolder out) throws IOException {
        out.write(LedgerFile.PLOTS, of(out, out.rows(LedgerFile.INCIDENTS, i -> true)));
        Files.delete(LedgerFile.POINTS.in(out.path()));
    }

    /** Returns the charts of these incidents, from {@code points.jsonl}. A lasting change or a budget has no points. */
    static List<PlotRow> of(RunFolder run, List<Incident> incidents) throws IOException {
        Map<String, TreeMap<Long, PlotRow.Point>> byScope = new HashMap<>();
        incidents.forEach(i -> byScope.put(scope(i), new TreeMap<>()));
        run.each(LedgerFile.POINTS, p -> {
            TreeMap<Long, PlotRow.Point> scope = byScope.get(p.scope());
            if (scope != null) scope.putIfAbsent(p.minute(), p);
        });
        return incidents.stream()
                .flatMap(i -> plot(i, byScope.get(scope(i))).stream())
                .toList();
    }

    private static Optional<PlotRow> plot(Incident i, TreeMap<Long, PlotRow.Point> scope) {
        Instant ended = i.times().endedAt();
        long to = ended == null ? Long.MAX_VALUE : minute(ended) + AFTER;
        List<PlotRow.Point> mine =
                List.copyOf(scope.subMap(minute(i.times().onset()) - BEFORE, to).values());
        if (mine.size() < 2) return Optional.empty();
        Plots p = new Plots(mine);
        return Optional.of(new PlotRow(
                i.identity().incident(),
                i.identity().function(),
                Instant.ofEpochSecond(p.first * 60),
                p.n * p.step,
                p.series(i)));
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / 60;
    }

    /** Returns the same text as {@link Scope#id()}. */
    private static String scope(Incident i) {
        var about = i.identity();
        return String.join("|", about.scope(), about.account(), about.region(), about.key());
    }

    private PlotRow.Series series(Incident incident) {
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < n; i++) limits.add(limitAt(incident, first + (long) i * step));
        return new PlotRow.Series(
                thinned(PlotRow.Point::observed, Math::max),
                thinned(PlotRow.Point::expected, Math::max),
                thinned(PlotRow.Point::lower, Math::min),
                thinned(PlotRow.Point::upper, Math::max),
                thinned(PlotRow.Point::concurrency, Math::max),
                limits,
                thinned(PlotRow.Point::usd, Math::max),
                thinned(PlotRow.Point::usualUsd, Math::max));
    }

    /** Returns one value for each point, or null if there are no values. */
    private List<Double> thinned(ToDoubleFunction<PlotRow.Point> series, DoubleBinaryOperator pick) {
        Double[] values = new Double[n];
        for (PlotRow.Point p : points) {
            int i = (int) ((p.minute() - first) / step);
            double v = series.applyAsDouble(p);
            values[i] = values[i] == null ? v : pick.applyAsDouble(values[i], v);
        }
        return Arrays.asList(values);
    }

    private static Integer limitAt(Incident incident, long minute) {
        Integer limit = null;
        for (Incident.Action action : incident.actions()) {
            if (action.at().getEpochSecond() > minute * 60) break;
            boolean none = ENDS.contains(action.type()) || action.value() == null;
            limit = none ? null : Integer.valueOf(action.asLever().kind().instances(action.value()));
        }
        return limit;
    }
}
