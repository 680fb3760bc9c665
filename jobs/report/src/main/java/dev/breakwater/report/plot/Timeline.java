package dev.breakwater.report.plot;

import dev.breakwater.ledger.Incident;
import dev.breakwater.report.run.IncidentCard;
import dev.breakwater.report.run.RunReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An overview of the whole run: a strip of alarm minutes, and a lane for each incident. Positions are in percent of the
 * width, so that a phone shows everything.
 */
public final class Timeline {

    public static final int LANES_AT_MOST = 40;
    /**
     * The smallest gap between two alarm minutes that stays visible, in percent of the width. Minutes with a smaller
     * gap become one piece.
     */
    private static final double RESOLUTION = 0.2;

    static final int TICKS_AT_MOST = 6;

    private final RunReport story;
    private final TimeAxis time;

    public Timeline(RunReport story) {
        this.story = story;
        time = new TimeAxis(story.from(), story.to(), 0, 100, TICKS_AT_MOST);
    }

    public List<IncidentCard> lanes() {
        return story.incidents()
                .subList(0, Math.min(LANES_AT_MOST, story.incidents().size()));
    }

    /** Returns the number of incidents that have no lane. */
    public int left() {
        return story.incidents().size() - lanes().size();
    }

    /** Returns round times as ticks. */
    public List<Instant> ticks() {
        return time.ticks();
    }

    /** Returns whether the label is left of the tick. On a phone, a quarter of the width is too little for a label. */
    public boolean late(Instant tick) {
        return isLate(time.at(tick));
    }

    static boolean isLate(double percent) {
        return percent > 75;
    }

    /** Returns the time of day or, at midnight, the month and day. The head of the page shows the year. */
    public String label(Instant tick) {
        return time.label(tick).replaceFirst("^\\d{4}-", "");
    }

    public String at(Instant at) {
        return String.format(Locale.ROOT, "left:%.2f%%", time.at(at));
    }

    /** Returns the span from onset to end. */
    public String lasting(IncidentCard incident) {
        return span(incident.onset(), story.endOf(incident));
    }

    /** Returns the spans from each throttle to its release, or to the end of the incident. */
    public List<String> throttles(IncidentCard incident) {
        List<String> spans = new ArrayList<>();
        Instant held = null;
        for (Incident.Action action : incident.actions()) {
            if (action.type().equals("throttle") && held == null) held = action.at();
            if ((action.type().equals("release") || action.type().equals("override")) && held != null) {
                spans.add(span(held, action.at()));
                held = null;
            }
        }
        if (held != null) spans.add(span(held, story.to()));
        return spans;
    }

    /**
     * Returns the alarm minutes, joined into pieces.
     *
     * @param paged true for minutes that page, false for all minutes
     */
    public List<String> alarms(boolean paged) {
        List<String> pieces = new ArrayList<>();
        double start = -1;
        double end = -1;
        for (Map.Entry<Long, Boolean> alarm : story.alarms().entrySet()) {
            if (paged && !alarm.getValue()) continue;
            double from = time.at(Instant.ofEpochSecond(alarm.getKey() * 60));
            if (start >= 0 && from - end > RESOLUTION) {
                pieces.add(style(start, end - start));
                start = from;
            }
            if (start < 0) start = from;
            end = time.at(Instant.ofEpochSecond(alarm.getKey() * 60 + 60));
        }
        if (start >= 0) pieces.add(style(start, end - start));
        return pieces;
    }

    private String span(Instant from, Instant to) {
        return style(time.at(from), Math.max(0, time.at(to) - time.at(from)));
    }

    private static String style(double left, double width) {
        return String.format(Locale.ROOT, "left:%.2f%%;width:%.2f%%", left, width);
    }
}
