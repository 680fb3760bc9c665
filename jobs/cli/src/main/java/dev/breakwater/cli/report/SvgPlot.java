package dev.breakwater.cli.report;

import static dev.breakwater.cli.report.Marks.px;

import dev.breakwater.report.Wording;
import java.util.function.IntToDoubleFunction;

/** An incident drawn: demand over its expected band, and below it concurrency under its limit. */
final class SvgPlot {

    static final int WIDTH = 860;
    private static final int LEFT = 58;
    private static final int RIGHT = WIDTH - 64; // room for the labels of the last marks
    private static final int DEMAND_TOP = Marks.height() + 16;
    private static final int DEMAND_BOTTOM = DEMAND_TOP + 150;
    private static final int CONCURRENCY_TOP = DEMAND_BOTTOM + 30;
    private static final int CONCURRENCY_BOTTOM = CONCURRENCY_TOP + 62;
    private static final int HEIGHT = CONCURRENCY_BOTTOM + 22;

    private final PlotSeries series;
    private final TimeAxis time;
    private final Markup svg;

    private SvgPlot(Markup svg, PlotSeries series) {
        this.svg = svg;
        this.series = series;
        time = new TimeAxis(series.from(), series.to(), LEFT, RIGHT);
    }

    static void draw(Markup svg, Incident incident, PlotSeries series) {
        new SvgPlot(svg, series).draw(incident);
    }

    private void draw(Incident incident) {
        String title = "Demand and concurrency of " + incident.target() + " from " + Wording.minute(series.from())
                + " to " + Wording.minute(series.to());
        svg.open("svg", "class", "plot", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
        demand();
        concurrency();
        timeTicks();
        Marks.of(incident).draw(svg, time, WIDTH, DEMAND_TOP - 12, CONCURRENCY_BOTTOM);
        svg.close();
    }

    private void demand() {
        double largest = Math.max(max(series.observed()), max(series.upper()));
        Axis y = Axis.upward(largest, DEMAND_BOTTOM, DEMAND_TOP);
        grid(y, "demand, calls/min", DEMAND_TOP, 4);
        double[] upper = series.upper();
        double[] observed = series.observed();
        area("band", i -> series.lower()[i], i -> upper[i], y);
        area("above", i -> upper[i], i -> Math.max(upper[i], observed[i]), y);
        line("expected", series.expected(), y);
        line("observed", observed, y);
    }

    private void concurrency() {
        double largest = Math.max(max(series.concurrency()), max(series.limit()));
        Axis y = Axis.upward(largest, CONCURRENCY_BOTTOM, CONCURRENCY_TOP);
        grid(y, "concurrency, peak of the minute", CONCURRENCY_TOP, 2);
        area("used", i -> Double.isNaN(series.concurrency()[i]) ? Double.NaN : 0, i -> series.concurrency()[i], y);
        line("concurrency", series.concurrency(), y);
        line("limit", series.limit(), y);
    }

    private void grid(Axis y, String name, int top, int about) {
        for (double tick : y.ticks(about)) {
            String at = px(y.at(tick));
            svg.empty("line", "class", tick == 0 ? "base" : "grid", "x1", LEFT, "x2", RIGHT, "y1", at, "y2", at);
            svg.leaf(
                    "text",
                    Wording.number(tick),
                    "class",
                    "tick",
                    "x",
                    LEFT - 6,
                    "y",
                    px(y.at(tick) + 4),
                    "text-anchor",
                    "end");
        }
        svg.leaf("text", name, "class", "axis", "x", 0, "y", top - 8);
    }

    private void timeTicks() {
        for (var tick : time.ticks()) {
            double x = time.at(tick);
            if (x < LEFT + 20 || x > RIGHT - 20) continue;
            svg.empty(
                    "line",
                    "class",
                    "base",
                    "x1",
                    px(x),
                    "x2",
                    px(x),
                    "y1",
                    CONCURRENCY_BOTTOM,
                    "y2",
                    CONCURRENCY_BOTTOM + 4);
            svg.leaf("text", time.label(tick), "class", "tick", "x", px(x), "y", HEIGHT - 5, "text-anchor", "middle");
        }
    }

    /** A line that breaks where there is no data. */
    private void line(String type, double[] values, Axis y) {
        boolean steps = type.equals("limit"); // a limit jumps, it never slides
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < values.length; i++) {
            boolean there = !Double.isNaN(values[i]);
            String height = there ? px(y.at(values[i])) : "";
            if (there && pen && steps) path.append('H').append(x(i)).append('V').append(height);
            else if (there)
                path.append(pen ? 'L' : 'M').append(x(i)).append(' ').append(height);
            // a point alone between gaps still shows: round line ends draw a line of no length as a dot
            if (there && !pen) path.append("h0");
            pen = there;
        }
        if (!path.isEmpty()) svg.empty("path", "class", type, "d", path);
    }

    /** The surface between two series, piece by piece where both are there. */
    private void area(String type, IntToDoubleFunction low, IntToDoubleFunction high, Axis y) {
        StringBuilder path = new StringBuilder();
        int start = -1;
        for (int i = 0; i <= series.points(); i++) {
            boolean there = i < series.points() && !Double.isNaN(low.applyAsDouble(i) + high.applyAsDouble(i));
            if (there && start < 0) start = i;
            if (!there && start >= 0) {
                piece(path, start, i, low, high, y);
                start = -1;
            }
        }
        if (!path.isEmpty()) svg.empty("path", "class", type, "d", path);
    }

    private void piece(
            StringBuilder path, int from, int to, IntToDoubleFunction low, IntToDoubleFunction high, Axis y) {
        for (int i = from; i < to; i++) {
            path.append(i == from ? 'M' : 'L').append(x(i)).append(' ').append(px(y.at(high.applyAsDouble(i))));
        }
        for (int i = to - 1; i >= from; i--) {
            path.append('L').append(x(i)).append(' ').append(px(y.at(low.applyAsDouble(i))));
        }
        path.append('Z');
    }

    private String x(int point) {
        return px(time.at(series.at(point)));
    }

    private static double max(double[] values) {
        double max = 0;
        for (double value : values) if (value > max) max = value;
        return max;
    }
}
