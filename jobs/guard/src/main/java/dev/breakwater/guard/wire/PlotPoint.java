package dev.breakwater.guard.wire;

import dev.breakwater.engine.detect.baseline.RecentMinutes;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * One minute of a function, group or account around an incident, for the chart in the report.
 *
 * @param onset the first minute of the incident that the point belongs to
 */
public record PlotPoint(
        Scope scope,
        long onset,
        long minute,
        double observed,
        double expected,
        double lower,
        double upper,
        double concurrency) {
    private static final int BEFORE = 60;

    /** Returns the points of an incident's chart: the hour before its onset, then each judged minute. */
    public static List<PlotPoint> of(RecentMinutes s, Assessment a) {
        List<PlotPoint> points = new ArrayList<>();
        boolean first =
                a.amounts().excess() >= 0 && s.episode().plottedTo < a.episode().onset();
        long from = first ? Math.max(a.episode().onset() - BEFORE, s.firstMinute()) : s.episode().plottedTo + 1;
        for (long m = Math.max(from, a.minute() - s.reach() + 1); m < a.minute(); m++) {
            // the chart shows a gap where the feed was silent
            if (!s.isUnknown(m)) points.add(point(a, m, s.demandAt(m), expected(s, m, a), s.concurrencyAt(m)));
        }
        if (a.minute() > s.episode().plottedTo) {
            points.add(point(
                    a,
                    a.minute(),
                    a.readings().observed().demandPerMinute(),
                    a.readings().expected().demandPerMinute(),
                    a.readings().observed().concurrency()));
            s.episode().plottedTo = a.minute();
        }
        return points;
    }

    /** The expectation of an earlier minute. Without a baseline, and for groups and accounts, it is the judged minute's. */
    private static double expected(RecentMinutes s, long minute, Assessment a) {
        double judged = a.readings().expected().demandPerMinute();
        return a.readings().ready() ? s.storedExpectation(minute).orElse(judged) : judged;
    }

    private static PlotPoint point(Assessment a, long minute, double observed, double expected, double concurrency) {
        double noise = 3 * Math.sqrt(expected + 1);
        return new PlotPoint(
                a.scope(),
                a.episode().onset(),
                minute,
                observed,
                expected,
                Math.max(0, expected * .7 - noise),
                expected * 1.35 + noise,
                concurrency);
    }
}
