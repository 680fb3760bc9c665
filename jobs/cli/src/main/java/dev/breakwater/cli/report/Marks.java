package dev.breakwater.cli.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The moments of an incident as upright lines with labels that do not cover each other. */
final class Marks {

    private static final double PIXELS_A_CHARACTER = 6.2;
    private static final int ROW_PIXELS = 13;
    private static final int ROWS_AT_MOST = 5;
    private static final int MARKS_AT_MOST = 40;

    private record Mark(String type, String label, Instant at) {}

    private record Placed(Mark mark, double x, int row, boolean leftward) {}

    private final List<Mark> marks = new ArrayList<>();

    private Marks() {}

    static Marks of(Incident incident) {
        Marks marks = new Marks();
        marks.add("onset", "onset", incident.onset());
        marks.add("detected", "detected", incident.detected());
        marks.add("paged", "paged", incident.paged());
        for (Incident.Action action : incident.actions()) {
            String value = action.value() == null ? "" : " " + action.value();
            String type =
                    action.type().equals("throttle") || action.type().equals("release") ? action.type() : "changed";
            marks.add(type, action.type() + value, action.at());
        }
        marks.add("ended", "ended", incident.ended());
        marks.marks.sort(Comparator.comparing(Mark::at));
        return marks;
    }

    private void add(String type, String label, Instant at) {
        if (at != null && marks.size() < MARKS_AT_MOST) marks.add(new Mark(type, label, at));
    }

    /** Draws lines from below the labels to the bottom; the labels stand above {@code top}. */
    void draw(Markup svg, TimeAxis time, double right, double top, double bottom) {
        for (Placed placed : place(time, right)) {
            double y = top - 6 - ROW_PIXELS * placed.row();
            String type = placed.mark().type();
            svg.empty(
                    "line",
                    "class",
                    "mark " + type,
                    "x1",
                    px(placed.x()),
                    "x2",
                    px(placed.x()),
                    "y1",
                    px(y - 8),
                    "y2",
                    bottom);
            svg.leaf(
                    "text",
                    placed.mark().label(),
                    "class",
                    "label " + type,
                    "x",
                    px(placed.leftward() ? placed.x() - 3 : placed.x() + 3),
                    "y",
                    px(y),
                    "text-anchor",
                    placed.leftward() ? "end" : "start");
        }
    }

    /** Pixels that the labels need above the plot at most. */
    static int height() {
        return ROW_PIXELS * ROWS_AT_MOST + 4;
    }

    /** From right to left, each label goes to the lowest row where the label to its right leaves room. */
    private List<Placed> place(TimeAxis time, double right) {
        double[] free = new double[ROWS_AT_MOST];
        java.util.Arrays.fill(free, right);
        List<Placed> placed = new ArrayList<>();
        for (int i = marks.size() - 1; i >= 0; i--) {
            Mark mark = marks.get(i);
            double x = time.at(mark.at());
            double width = mark.label().length() * PIXELS_A_CHARACTER + 6;
            boolean leftward = x + width > right;
            int row = 0;
            while (row < ROWS_AT_MOST - 1 && (leftward ? x : x + width) > free[row]) row++;
            free[row] = leftward ? x - width : x;
            // the line of this mark rises to its own row, so the rows below must end left of it as well
            for (int below = 0; below < row; below++) free[below] = Math.min(free[below], x);
            placed.add(new Placed(mark, x, row, leftward));
        }
        return placed;
    }

    static String px(double pixels) {
        double rounded = Math.rint(pixels * 10) / 10;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
