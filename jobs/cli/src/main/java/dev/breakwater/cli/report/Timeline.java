package dev.breakwater.cli.report;

import static dev.breakwater.cli.report.Marks.px;

import dev.breakwater.report.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The whole run at a glance: a strip of alarm minutes and a lane for each incident. */
final class Timeline {

    private static final int LANES_AT_MOST = 40;
    private static final int LEFT = 178;
    private static final int RIGHT = SvgPlot.WIDTH - 14;
    private static final int STRIP_TOP = 8;
    private static final int STRIP_BOTTOM = 24;
    private static final int LANES_TOP = 36;
    private static final int LANE = 22;
    private static final int NAME_CHARACTERS = 24;

    private final RunStory story;
    private final List<Incident> lanes;
    private final TimeAxis time;
    private final int bottom;

    private Timeline(RunStory story) {
        this.story = story;
        lanes = story.incidents.subList(0, Math.min(LANES_AT_MOST, story.incidents.size()));
        time = new TimeAxis(story.from(), story.to(), LEFT, RIGHT);
        bottom = LANES_TOP + LANE * lanes.size();
    }

    /** Draws nothing when the files do not tell of any time. */
    static void draw(Markup page, RunStory story) {
        if (story.from() == null || story.to() == null) return;
        page.open("section", "id", "timeline").leaf("h2", "Timeline");
        new Timeline(story).draw(page);
        int left = story.incidents.size() - LANES_AT_MOST;
        if (left > 0) page.leaf("p", "The first " + LANES_AT_MOST + " incidents; " + left + " more are in the table.");
        legend(page);
        page.close();
    }

    private void draw(Markup page) {
        page.open("div", "class", "wide");
        String size = "0 0 " + SvgPlot.WIDTH + " " + (bottom + 22);
        String title = Wording.count(story.incidents.size(), "incident") + " from " + Wording.minute(story.from())
                + " to " + Wording.minute(story.to());
        page.open("svg", "class", "timeline", "viewBox", size, "role", "img", "aria-label", title);
        for (Instant tick : time.ticks()) tick(page, tick);
        name(page, "alarm minutes", STRIP_BOTTOM - 4);
        strip(page);
        for (int i = 0; i < lanes.size(); i++) lane(page, lanes.get(i), LANES_TOP + LANE * i);
        page.close().close();
    }

    private void tick(Markup svg, Instant tick) {
        String x = px(time.at(tick));
        svg.empty("line", "class", "grid", "x1", x, "x2", x, "y1", STRIP_TOP, "y2", bottom + 4);
        if (time.at(tick) > RIGHT - 30 || time.at(tick) < LEFT - 1) return;
        svg.leaf("text", time.label(tick), "class", "tick", "x", x, "y", bottom + 18, "text-anchor", "middle");
    }

    /** One upright line for each pixel column with alarm minutes, so that a fortnight costs no more than a day. */
    private void strip(Markup svg) {
        svg.empty("rect", "class", "strip", "x", LEFT, "y", STRIP_TOP, "width", RIGHT - LEFT, "height", 16);
        int warned = -1;
        int paged = -1;
        for (Map.Entry<Long, Boolean> alarm : story.alarms.entrySet()) {
            int x = (int) time.at(Instant.ofEpochSecond(alarm.getKey() * 60));
            boolean page = alarm.getValue();
            if (page && x == paged || !page && x == warned) continue;
            if (page) paged = x;
            else warned = x;
            int top = page ? STRIP_TOP : STRIP_TOP + 8;
            svg.empty(
                    "rect",
                    "class",
                    page ? "s-page" : "s-warn",
                    "x",
                    x,
                    "y",
                    top,
                    "width",
                    1.5,
                    "height",
                    STRIP_BOTTOM - top);
        }
    }

    private void lane(Markup svg, Incident incident, int top) {
        int middle = top + LANE / 2;
        svg.open("a", "href", "#" + IncidentCard.anchor(incident));
        name(svg, incident.target(), middle + 4);
        double start = time.at(incident.onset());
        double end = Math.max(start + 2, time.at(story.endOf(incident)));
        bar(svg, "bar " + incident.severity(), start, end, middle - 5, 10);
        throttles(svg, incident, middle);
        dot(svg, "detected", incident.detected(), middle);
        if (incident.paged() != null) dot(svg, "paged", incident.paged(), middle);
        svg.close();
    }

    /** From each throttle to its release, or to the end when it never came. */
    private void throttles(Markup svg, Incident incident, int middle) {
        Instant held = null;
        for (Incident.Action action : incident.actions()) {
            if (action.type().equals("throttle") && held == null) held = action.at();
            if ((action.type().equals("release") || action.type().equals("override")) && held != null) {
                bar(svg, "held", time.at(held), time.at(action.at()), middle + 3, 4);
                held = null;
            }
        }
        if (held != null) bar(svg, "held", time.at(held), time.at(story.to()), middle + 3, 4);
    }

    private static void bar(Markup svg, String type, double from, double to, int y, int height) {
        String width = px(Math.max(2, to - from));
        svg.empty("rect", "class", type, "x", px(from), "y", y, "width", width, "height", height, "rx", 2);
    }

    private void dot(Markup svg, String type, Instant at, int middle) {
        svg.empty("circle", "class", "dot " + type, "cx", px(time.at(at)), "cy", middle, "r", 4);
    }

    private static void name(Markup svg, String name, int y) {
        int[] points = name.codePoints().limit(NAME_CHARACTERS).toArray();
        String shown = new String(points, 0, points.length);
        String whole = shown.length() == name.length() ? shown : shown + "…";
        svg.leaf("text", whole, "class", "name", "x", LEFT - 10, "y", y, "text-anchor", "end");
    }

    private static void legend(Markup page) {
        page.open("p", "class", "legend");
        key(page, "k-bar", "onset to end");
        key(page, "k-detected", "detected");
        key(page, "k-paged", "paged");
        key(page, "k-held", "throttle held");
        key(page, "k-warn", "minute at warn level");
        key(page, "k-page", "minute at page level");
        page.close();
    }

    private static void key(Markup page, String type, String text) {
        page.open("span").leaf("i", "", "class", "key " + type).text(" " + text).close();
    }

    /** The length of the run in words. */
    static String length(RunStory story) {
        return Wording.span(Duration.between(story.from(), story.to()));
    }
}
