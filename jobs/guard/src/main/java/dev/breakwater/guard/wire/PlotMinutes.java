package dev.breakwater.guard.wire;

import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.baseline.RecentMinutes;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The minutes that one assessment adds to the chart of an incident. They are one record, because a surge of thousands of
 * functions begins with an hour of minutes for each of them. All lists have the same length.
 *
 * @param onset the first minute of the incident that the minutes belong to
 * @param usd USD an hour
 * @param usualUsdPerCall the usual cost of a call a minute, USD an hour
 */
public record PlotMinutes(
        Scope scope,
        long onset,
        List<Long> minutes,
        List<Double> observed,
        List<Double> expected,
        List<Double> concurrency,
        List<Double> usd,
        double usualUsdPerCall) {
    private static final int BEFORE = 60;

    /** Returns the new minutes of an incident's chart: first the hour before its onset, then each judged minute. */
    public static Optional<PlotMinutes> of(RecentMinutes s, Assessment a) {
        boolean first =
                a.amounts().excess() >= 0 && s.episode().plottedTo < a.episode().onset();
        long from = first ? Math.max(a.episode().onset() - BEFORE, s.firstMinute()) : s.episode().plottedTo + 1;
        long judged = a.minute() > s.episode().plottedTo ? a.minute() : a.minute() - 1;
        s.episode().plottedTo = Math.max(s.episode().plottedTo, judged);
        // the chart shows a gap where the feed was silent
        List<Long> minutes = LongStream.rangeClosed(Math.max(from, a.minute() - s.reach() + 1), judged)
                .filter(m -> m == a.minute() || !s.isUnknown(m))
                .boxed()
                .toList();
        if (minutes.isEmpty()) return Optional.empty();
        var now = a.readings().observed();
        double usual = a.readings().expected().demandPerMinute();
        return Optional.of(new PlotMinutes(
                a.scope(),
                a.episode().onset(),
                minutes,
                each(minutes, m -> m == a.minute() ? now.demandPerMinute() : s.demandAt(m)),
                each(minutes, m -> m == a.minute() ? usual : expected(s, m, a)),
                each(minutes, m -> m == a.minute() ? now.concurrency() : s.concurrencyAt(m)),
                each(minutes, m -> m == a.minute() ? now.usdPerHour() : ScopeAssessor.usdPerHour(s.billedAt(m))),
                usual > 0 ? a.readings().expected().usdPerHour() / usual : 0));
    }

    /** The expectation of an earlier minute. Without a baseline, and for groups and accounts, it is the judged minute's. */
    private static double expected(RecentMinutes s, long minute, Assessment a) {
        double judged = a.readings().expected().demandPerMinute();
        return a.readings().ready() ? s.storedExpectation(minute).orElse(judged) : judged;
    }

    private static List<Double> each(List<Long> minutes, Function<Long, Double> value) {
        return minutes.stream().map(value).toList();
    }
}
