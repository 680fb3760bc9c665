package dev.breakwater.report.incident;

import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.report.plot.IncidentPlot;
import dev.breakwater.report.plot.IncidentPlot.Moment;
import dev.breakwater.report.run.PlotSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Demand, concurrency and cost per minute from the alarms, for the newest four hours. */
final class Course {

    /** The number of stored minutes, which each page in a checkpoint has. */
    private static final int MOST = 240;

    private static final Map<String, String> MOMENTS = Map.of(
            "page", "paged", "held", "throttle", "given-back", "release", "release", "changed", "request", "changed");

    /**
     * A minute.
     *
     * @param minute   epoch seconds / 60 of its end
     * @param usd      USD an hour
     * @param usualUsd the same as it usually is
     */
    record Point(long minute, double demand, double usual, double concurrency, double usd, double usualUsd) {}

    private final TreeMap<Long, Point> points = new TreeMap<>();

    void clear() {
        points.clear();
    }

    /** A resolve has no new figures of the minute. */
    void add(Alert told) {
        Incident.Now now = told.incident() == null ? null : told.incident().now();
        if (now == null || now.observed() == null || told.ends()) return;
        add(new Point(
                told.at().getEpochSecond() / 60,
                now.observed().demandPerMinute(),
                now.expected().demandPerMinute(),
                now.observed().concurrency(),
                now.observed().usdPerHour(),
                now.expected().usdPerHour()));
    }

    void add(Point point) {
        points.put(point.minute, point);
        if (points.size() > MOST) points.pollFirstEntry();
    }

    List<Point> points() {
        return points.isEmpty() ? null : new ArrayList<>(points.values());
    }

    /** Null if there are too few minutes for a plot. */
    IncidentPlot plot(IncidentStory story) {
        if (points.size() < 2) return null;
        long from = points.firstKey();
        long to = points.lastKey();
        List<Double> demand = new ArrayList<>();
        List<Double> usual = new ArrayList<>();
        List<Double> concurrency = new ArrayList<>();
        List<Double> limit = new ArrayList<>();
        List<Double> usd = new ArrayList<>();
        List<Double> usualUsd = new ArrayList<>();
        List<DecisionRow> decisions = story.decisions();
        for (long minute = Math.max(from, to - MOST); minute <= to; minute++) {
            Point p = points.get(minute);
            demand.add(p == null ? null : p.demand);
            usual.add(p == null ? null : p.usual);
            concurrency.add(p == null ? null : p.concurrency);
            limit.add(limit(decisions, Instant.ofEpochSecond(minute * 60)));
            usd.add(p == null ? null : p.usd);
            usualUsd.add(p == null ? null : p.usualUsd);
        }
        Instant start = Instant.ofEpochSecond(Math.max(from, to - MOST) * 60);
        return IncidentPlot.of(
                story.alarm().component(),
                moments(story, start),
                PlotSeries.of(start, demand, usual, concurrency, limit),
                new IncidentPlot.Cost(PlotSeries.values(usd), PlotSeries.values(usualUsd)));
    }

    /** The limit that was observed then, or null. */
    private static Double limit(List<DecisionRow> decisions, Instant at) {
        Double limit = null;
        for (DecisionRow d : decisions) {
            if (d.at().isAfter(at)) break;
            if (d.type().equals("held") && d.limits().limit() != null)
                limit = (double) d.limits().limit();
            if (d.type().equals("given-back") || d.type().equals("override")) limit = null;
        }
        return limit;
    }

    private static List<Moment> moments(IncidentStory story, Instant start) {
        List<Moment> moments = new ArrayList<>();
        Instant onset = story.surge() ? story.incident().times().onset() : null;
        if (onset != null && !onset.isBefore(start)) moments.add(new Moment("onset", "onset", onset));
        for (DecisionRow d : story.decisions()) {
            String type = MOMENTS.get(d.type());
            if (type == null || d.at().isBefore(start)) continue;
            String value = d.limits().limit() == null ? "" : " " + d.limits().limit();
            moments.add(new Moment(type, Decided.label(d) + value, d.at()));
        }
        return moments;
    }
}
