package dev.breakwater.report.incident;

import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.PlotRow;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import dev.breakwater.report.plot.IncidentPlot;
import dev.breakwater.report.plot.Moments;
import dev.breakwater.report.run.PlotSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The demand, concurrency and cost of an incident, from the hour before the onset to the newest minute of data. In a
 * long incident, each point covers several minutes.
 */
final class Course {

    /** The number of points that a checkpoint stores for each page. */
    private static final int MOST = 240;

    /**
     * A point of the chart, which shows the largest values of its minutes.
     *
     * @param minute the start of the point, epoch seconds / 60
     * @param usd      USD an hour
     * @param usualUsd the usual cost, USD an hour
     */
    record Point(long minute, double demand, double usual, double concurrency, double usd, double usualUsd) {

        private Point most(Point other) {
            return new Point(
                    Math.min(minute, other.minute),
                    Math.max(demand, other.demand),
                    Math.max(usual, other.usual),
                    Math.max(concurrency, other.concurrency),
                    Math.max(usd, other.usd),
                    Math.max(usualUsd, other.usualUsd));
        }

        private Point at(long start) {
            return new Point(start, demand, usual, concurrency, usd, usualUsd);
        }
    }

    private final TreeMap<Long, Point> points = new TreeMap<>();
    /** The number of minutes in a point. */
    private int step = 1;
    /** The start of the newest minute of data, epoch seconds / 60. */
    private long newest = Long.MIN_VALUE;

    void clear() {
        points.clear();
        step = 1;
        newest = Long.MIN_VALUE;
    }

    /** Adds the figures of an alert's minute. A resolve has no new figures. */
    void add(PageAlert told) {
        Incident.Now now = told.incident() == null ? null : told.incident().now();
        if (now == null || now.observed() == null || told.ends()) return;
        add(new Point(
                told.at().getEpochSecond() / 60 - 1,
                now.observed().demandPerMinute(),
                now.expected().demandPerMinute(),
                now.observed().concurrency(),
                now.observed().usdPerHour(),
                now.expected().usdPerHour()));
    }

    void add(PlotRow.Point p) {
        add(new Point(p.minute(), p.observed(), p.expected(), p.concurrency(), p.usd(), p.usualUsd()));
    }

    private void add(Point point) {
        newest = Math.max(newest, point.minute);
        long start = point.minute - Math.floorMod(point.minute, step);
        points.merge(start, point.at(start), Point::most);
        if (points.lastKey() - points.firstKey() < (long) MOST * step) return;
        List<Point> all = new ArrayList<>(points.values());
        points.clear();
        step *= 2;
        all.forEach(this::add);
    }

    /** Returns the points in the form for a checkpoint, which {@link #read} reads. */
    List<Point> points() {
        return points.isEmpty() ? null : new ArrayList<>(points.values());
    }

    int step() {
        return step;
    }

    long newest() {
        return newest;
    }

    void read(List<Point> stored, int minutes, long last) {
        step = Math.max(1, minutes);
        stored.forEach(this::add);
        newest = Math.max(last, points.lastKey());
    }

    /** Returns the chart. Returns null if there are too few minutes for a point. */
    IncidentPlot plot(IncidentStory story) {
        if (points.size() < 2 || story.incident() == null) return null;
        Instant start = Instant.ofEpochSecond(points.firstKey() * 60);
        return IncidentPlot.of(
                story.alarm().component(),
                new Moments(story.incident(), story.decisions(), false).all(),
                PlotSeries.of(
                        start,
                        (int) (newest + 1 - points.firstKey()),
                        step,
                        each(Point::demand),
                        each(Point::usual),
                        each(Point::concurrency),
                        limits(story.decisions()),
                        each(Point::usd),
                        each(Point::usualUsd)));
    }

    private List<Double> each(ToDoubleFunction<Point> value) {
        List<Double> values = new ArrayList<>();
        for (long minute = points.firstKey(); minute <= points.lastKey(); minute += step) {
            Point p = points.get(minute);
            values.add(p == null ? null : (Double) value.applyAsDouble(p));
        }
        return values;
    }

    /** Returns the limits that were observed. */
    private List<Double> limits(List<DecisionRow> decisions) {
        List<Double> limits = new ArrayList<>();
        for (long minute = points.firstKey(); minute <= points.lastKey(); minute += step) {
            limits.add(limit(decisions, Instant.ofEpochSecond((minute + step) * 60)));
        }
        return limits;
    }

    private static Double limit(List<DecisionRow> decisions, Instant by) {
        Double limit = null;
        for (DecisionRow d : decisions) {
            if (!d.at().isBefore(by)) break;
            if (d.type().equals("held") && d.limits().limit() != null)
                limit = (double)
                        d.limits().asLever().kind().instances(d.limits().limit());
            if (d.type().equals("given-back") || d.type().equals("override")) limit = null;
        }
        return limit;
    }
}
