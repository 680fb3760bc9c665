package dev.breakwater.report.plot;

import dev.breakwater.ledger.Incident;
import dev.breakwater.report.plot.IncidentPlot.Moment;
import dev.breakwater.report.run.IncidentCard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The moments of an incident as upright lines with labels that do not cover each other. */
final class Marks {

    private static final double PIXELS_A_CHARACTER = 6.2;
    private static final int ROW_PIXELS = 13;
    private static final int ROWS_AT_MOST = 5;
    private static final int MARKS_AT_MOST = 40;

    /** Pixels that the labels need above the plot at most. */
    static final int HEIGHT = ROW_PIXELS * ROWS_AT_MOST + 4;

    /**
     * A mark with its place.
     *
     * @param above    pixels above the lowest row of labels
     * @param leftward whether the label is left of its line
     */
    record Placed(String type, String label, double x, int above, boolean leftward) {}

    private final List<Moment> marks = new ArrayList<>();

    /** The moments with a known time; no more than can be distinguished. */
    Marks(List<Moment> moments) {
        moments.stream().filter(m -> m.at() != null).limit(MARKS_AT_MOST).forEach(marks::add);
        marks.sort(Comparator.comparing(Moment::at));
    }

    static List<Moment> of(IncidentCard incident) {
        List<Moment> marks = new ArrayList<>();
        marks.add(new Moment("onset", "onset", incident.onset()));
        marks.add(new Moment("detected", "detected", incident.detected()));
        String paged = incident.row().recordedOnly() ? "would have paged" : "paged";
        marks.add(new Moment("paged", paged, incident.paged()));
        for (Incident.Action action : incident.actions()) {
            String value = action.value() == null ? "" : " " + action.value();
            boolean known = action.type().equals("throttle") || action.type().equals("release");
            marks.add(new Moment(known ? action.type() : "changed", action.type() + value, action.at()));
        }
        marks.add(new Moment("ended", "ended", incident.ended()));
        return marks;
    }

    /**
     * From right to left, each label goes to the lowest row where the label to its right leaves room.
     *
     * @param right where the picture ends
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
            // the line of this mark rises to its own row, so the rows below must end left of it as well
            for (int below = 0; below < row; below++) free[below] = Math.min(free[below], x);
            placed.add(new Placed(mark.type(), mark.label(), x, ROW_PIXELS * row + 6, leftward));
        }
        return placed;
    }
}
