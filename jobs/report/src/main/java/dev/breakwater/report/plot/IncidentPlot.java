package dev.breakwater.report.plot;

import dev.breakwater.report.Wording;
import dev.breakwater.report.plot.IncidentPlot.Moment;
import dev.breakwater.report.plot.TimeAxis.Axis;
import dev.breakwater.report.run.PlotSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;

/**
 * The chart of an incident. The first panel shows demand and its expected band, and the second shows concurrency and
 * the limit. If the cost is known, a third panel shows it with the usual cost. Positions are in pixels of a picture of
 * width {@link #WIDTH}. {@link #narrow} lays out the same chart for a phone. The template writes the lines and texts.
 */
public final class IncidentPlot {

    public static final int WIDTH = 720;
    /** The width on a phone, which shows the texts in about the same size. */
    private static final int NARROW = 340;

    private static final int LEFT = 8;
    /** The space for the labels of the vertical axes, right of the newest minute. */
    private static final int AXIS = 56;

    private static final int DEMAND = 150;
    private static final int SMALL = 62;
    /** The space for the name of an axis. */
    private static final int BETWEEN = 30;

    private static final int BELOW = 22;
    private static final int HALF_A_DATE = 34;
    private static final int PIXELS_A_TICK = 75;

    /** A straight line. */
    public record Line(String type, String x1, String y1, String x2, String y2) {}

    /** @param d an outline or area as an SVG path */
    public record Path(String type, String d) {}

    /** @param anchor the part of the text that is at x: start, middle or end */
    public record Label(String type, String x, String y, String anchor, String text) {}

    private final List<Line> grid = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final List<Line> marks = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final PlotSeries series;
    private final TimeAxis time;
    private final String title;
    private final int width;
    private final int right;
    /** The top of the first panel. */
    private int top;

    private IncidentPlot narrow = this;
    /** The position in pixels at which the next panel begins. At the end, it is the bottom of the last panel. */
    private int below;

    /** An event, which is marked by a vertical line. */
    public record Moment(String type, String label, Instant at) {}

    private IncidentPlot(String target, PlotSeries series, int width) {
        this.series = series;
        this.width = width;
        right = width - AXIS;
        time = new TimeAxis(series.from(), series.to(), LEFT, right, (right - LEFT) / PIXELS_A_TICK);
        title = "Demand and concurrency of " + target + " from " + Wording.minute(series.from()) + " to "
                + Wording.minute(series.to());
    }

    /**
     * @param target  the function, group or account whose demand the chart shows
     * @param moments events in any order
     */
    public static IncidentPlot of(String target, List<Moment> moments, PlotSeries series) {
        IncidentPlot plot = new IncidentPlot(target, series, WIDTH);
        plot.draw(moments);
        plot.narrow = new IncidentPlot(target, series, NARROW);
        plot.narrow.draw(moments);
        return plot;
    }

    private void draw(List<Moment> moments) {
        List<Marks.Placed> placed = new Marks(moments, series.to()).place(time, width);
        int rows = placed.stream().mapToInt(Marks.Placed::row).max().orElse(-1) + 1;
        top = Marks.ROW_PIXELS * rows + BETWEEN;
        below = top;
        demand();
        concurrency();
        if (max(series.usd()) > 0) cost();
        timeTicks();
        for (Marks.Placed mark : placed) mark(mark);
    }

    /** Returns the chart for a phone. Its page draws the paths of this chart with {@link #squeezed}. */
    public IncidentPlot narrow() {
        return narrow;
    }

    /** Returns the SVG transform from this chart's paths to those of the narrow chart, which are not drawn twice. */
    public String squeezed() {
        double scale = (narrow.right - LEFT) / (double) (right - LEFT);
        return String.format(Locale.ROOT, "matrix(%.4f 0 0 1 %.2f %d)", scale, LEFT * (1 - scale), narrow.top - top);
    }

    public int width() {
        return width;
    }

    /** Returns the end of the last point before the given time at which demand was above its usual range, or null. */
    public Instant lastAbove(Instant before) {
        Instant last = null;
        for (int i = 0; i < series.points() && series.at(i).isBefore(before); i++) {
            if (series.observed()[i] > series.upper()[i]) last = series.at(i).plusSeconds(60L * series.step());
        }
        return last;
    }

    /** Returns the height of the picture in pixels. */
    public int height() {
        return below + BELOW;
    }

    /** Returns a sentence that describes the chart to people who cannot see it. */
    public String title() {
        return title;
    }

    public List<Line> grid() {
        return grid;
    }

    public List<Path> paths() {
        return paths;
    }

    public List<Line> marks() {
        return marks;
    }

    public List<Label> labels() {
        return labels;
    }

    /** An entry of the legend: the meaning of a line or area. */
    public record Key(String type, String text) {}

    private static final List<Key> KEYS = List.of(
            new Key("observed", "as it was"),
            new Key("expected", "usual"),
            new Key("band", "the usual range"),
            new Key("limit", "our limit"),
            new Key("held-demand", "calls that would have run under the limit (simulated)"));

    /** Returns the lines and areas in this chart. */
    public List<Key> legend() {
        return KEYS.stream()
                .filter(key -> paths.stream().anyMatch(p -> p.type().equals(key.type)))
                .toList();
    }

    private void demand() {
        double[] upper = series.upper();
        double[] observed = series.observed();
        Axis y = panel(Math.max(max(observed), max(upper)), DEMAND);
        grid(y, "demand, calls/min", 4, Wording::number);
        if (series.lower() != upper) area("band", i -> series.lower()[i], i -> upper[i], y);
        area("above", i -> upper[i], i -> Math.max(upper[i], observed[i]), y);
        line("expected", series.expected(), y);
        line("observed", observed, y);
        if (series.recorded()) line("held-demand", held(), y);
    }

    /**
     * Returns the calls that would have run under the limit. Only a recording has calls above the limit, because the
     * limit does not change recorded traffic. The result is empty if the limit was not reached.
     */
    private double[] held() {
        double[] held = new double[series.points()];
        for (int i = 0; i < held.length; i++) {
            double used = series.concurrency()[i];
            double limit = series.limit()[i];
            held[i] = used > limit ? series.observed()[i] * limit / used : Double.NaN;
        }
        return held;
    }

    private void concurrency() {
        double[] used = series.concurrency();
        below += BETWEEN;
        Axis y = panel(Math.max(max(used), max(series.limit())), SMALL);
        grid(y, "peak concurrency of each minute", 2, Wording::number);
        area("used", i -> Double.isNaN(used[i]) ? Double.NaN : 0, i -> used[i], y);
        line("concurrency", used, y);
        line("limit", series.limit(), y);
    }

    private void cost() {
        double[] usd = series.usd();
        double[] usual = series.usualUsd();
        below += BETWEEN;
        Axis y = panel(Math.max(max(usd), max(usual)), SMALL);
        grid(y, "cost, USD an hour", 2, IncidentPlot::usd);
        area("above", i -> usual[i], i -> Math.max(usual[i], usd[i]), y);
        line("expected", usual, y);
        line("observed", usd, y);
    }

    /** Returns the axis of a panel that is below the others. */
    private Axis panel(double largest, int pixels) {
        below += pixels;
        return Axis.upward(largest, below, below - pixels);
    }

    private void grid(Axis y, String name, int about, DoubleFunction<String> text) {
        for (double tick : y.ticks(about)) {
            String at = px(y.at(tick));
            grid.add(new Line(tick == 0 ? "base" : "grid", px(LEFT), at, px(right), at));
            labels.add(new Label("tick", px(right + 6), px(y.at(tick) + 4), "start", text.apply(tick)));
        }
        labels.add(new Label("axis", px(right), px(y.end() - 8), "end", name));
    }

    /**
     * Returns a cost as text. Small costs have up to three decimals, because a canary costs only hundredths of a
     * dollar.
     */
    private static String usd(double value) {
        return value > 0 && value < 1
                ? String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "")
                : Wording.number(value);
    }

    private void timeTicks() {
        boolean first = true;
        for (var tick : time.ticks()) {
            double x = time.at(tick);
            if (x < LEFT + HALF_A_DATE || x > right - HALF_A_DATE) continue;
            grid.add(new Line("base", px(x), px(below), px(x), px(below + 4)));
            labels.add(
                    new Label("tick", px(x), px(height() - 5), "middle", first ? time.date(tick) : time.label(tick)));
            first = false;
        }
    }

    /** The line from below the label to the bottom. */
    private void mark(Marks.Placed mark) {
        double y = top - BETWEEN + 2 - Marks.ROW_PIXELS * mark.row();
        marks.add(new Line("mark " + mark.type(), px(mark.x()), px(y - 8), px(mark.x()), px(below)));
        double x = mark.leftward() ? mark.x() - 3 : mark.x() + 3;
        labels.add(new Label("label " + mark.type(), px(x), px(y), mark.leftward() ? "end" : "start", mark.label()));
    }

    /** A line that breaks where there is no data. */
    private void line(String type, double[] values, Axis y) {
        boolean steps = type.equals("limit"); // a limit changes in steps, never gradually
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < values.length; i++) {
            boolean there = !Double.isNaN(values[i]);
            if (there) {
                String height = px(y.at(values[i]));
                if (pen && steps) path.append('H').append(x(i)).append('V').append(height);
                else path.append(pen ? 'L' : 'M').append(x(i)).append(' ').append(height);
                // round line ends draw a zero-length line as a dot, so a single point between gaps is visible
                if (!pen) path.append("h0");
            }
            pen = there;
        }
        if (!path.isEmpty()) paths.add(new Path(type, path.toString()));
    }

    /** The area between two series, in pieces where both have data. */
    private void area(String type, IntToDoubleFunction low, IntToDoubleFunction high, Axis y) {
        StringBuilder path = new StringBuilder();
        int start = -1;
        for (int i = 0; i <= series.points(); i++) {
            boolean there = i < series.points() && !Double.isNaN(low.applyAsDouble(i) + high.applyAsDouble(i));
            if (there && start < 0) start = i;
            if (!there && start >= 0) {
                for (int k = start; k < i; k++) point(path, k == start ? 'M' : 'L', k, high, y);
                for (int k = i - 1; k >= start; k--) point(path, 'L', k, low, y);
                path.append('Z');
                start = -1;
            }
        }
        if (!path.isEmpty()) paths.add(new Path(type, path.toString()));
    }

    private void point(StringBuilder path, char command, int i, IntToDoubleFunction value, Axis y) {
        path.append(command).append(x(i)).append(' ').append(px(y.at(value.applyAsDouble(i))));
    }

    private String x(int point) {
        return px(time.at(series.at(point)));
    }

    private static double max(double[] values) {
        double max = 0;
        for (double value : values) if (value > max) max = value;
        return max;
    }

    /** Returns a position as text. Tenths of a pixel are enough. */
    private static String px(double pixels) {
        double rounded = Math.rint(pixels * 10) / 10;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    /** The events of an incident, drawn as vertical lines with labels that do not overlap. */
    static final class Marks {

        private static final double PIXELS_A_CHARACTER = 6.6;
        /** Above the labels of a row, the halo of the next row's letters ends. */
        private static final int ROW_PIXELS = 16;

        private static final int ROWS_AT_MOST = 10;
        private static final int MARKS_AT_MOST = 40;
        private static final Duration LATER = Duration.ofHours(1);

        /**
         * A mark and its place in the chart.
         *
         * @param row the row, counted from the lowest
         * @param leftward whether the label is left of its line
         */
        record Placed(String type, String label, double x, int row, boolean leftward) {}

        private final List<Moment> marks = new ArrayList<>();

        /**
         * The events whose time is known. Only as many are drawn as readers can distinguish. The label of an event
         * long after the chart's end includes its time.
         */
        Marks(List<Moment> moments, Instant end) {
            moments.stream()
                    .filter(m -> m.at() != null)
                    .limit(MARKS_AT_MOST)
                    .map(m -> m.at().isBefore(end.plus(LATER))
                            ? m
                            : new Moment(m.type(), m.label() + " later, " + Wording.minute(m.at()), m.at()))
                    .forEach(marks::add);
            marks.sort(Comparator.comparing(Moment::at));
        }

        /**
         * Places the labels from right to left. Each label goes to the lowest row in which the label to its right
         * leaves enough room for it.
         *
         * @param right the position at which the picture ends
         */
        List<Placed> place(TimeAxis time, double right) {
            double[] free = new double[ROWS_AT_MOST];
            Arrays.fill(free, right);
            List<Placed> placed = new ArrayList<>();
            for (int i = marks.size() - 1; i >= 0; i--) {
                Moment mark = marks.get(i);
                double x = time.at(mark.at());
                double width = mark.label().length() * PIXELS_A_CHARACTER + 6;
                boolean leftward = x + width > right;
                int row = 0;
                while (row < ROWS_AT_MOST - 1 && (leftward ? x : x + width) > free[row]) row++;
                free[row] = leftward ? x - width : x;
                // this mark's line rises to its own row, so labels in lower rows must also end left of the line
                for (int below = 0; below < row; below++) free[below] = Math.min(free[below], x);
                placed.add(new Placed(mark.type(), mark.label(), x, row, leftward));
            }
            return placed;
        }
    }
}
