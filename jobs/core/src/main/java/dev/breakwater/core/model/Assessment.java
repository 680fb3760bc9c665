package dev.breakwater.core.model;

/**
 * The verdict on one minute of a scope while a surge is open, for control. Flat and without checks: it travels between
 * stages and is stored. A calm scope sends none.
 *
 * @param scope             what is judged
 * @param minute            floor(epoch seconds / 60) of the judged minute's start
 * @param level             the strongest level with evidence in this minute; NONE while waiting for the end of the
 *     surge
 * @param kind              the shape of the surge so far
 * @param reason            which test fired, or why the episode ended
 * @param evidence          that test in numbers; NONE while waiting for the end of the surge
 * @param score             evidence divided by the page threshold, 1 = exactly at it
 * @param onset             first minute of the surge
 * @param lastEvidence      newest minute with evidence at WARN or PAGE
 * @param closed            true in the last assessment of an episode
 * @param observed          the minute as seen
 * @param expected          the minute as expected
 * @param peakConcurrency   the baseline's peak concurrency, which is the highest of normal traffic
 * @param excessHourNano    cost above the expectation in the trailing 60 minutes (the whole cost without a baseline),
 *     nano-USD, which gates compare. It is the billed cost, or the cost of the demand during a throttle of ours
 * @param excessNano        the same since onset, nano-USD
 * @param costNano          billed cost of this minute, nano-USD
 * @param durationMicros    sum of durations in this minute: divided by 60 s it is the average concurrency
 * @param growthPerMinute   fitted growth of demand per minute as a factor, 1 = flat
 * @param ready             whether the scope has a baseline; without one, only the cap for young functions applies
 * @param refused           calls refused for lack of concurrency in this minute
 * @param order             id of the budget's incident that orders a limit at the usual peak; empty: a verdict of the
 *     detector
 * @param planned           a window's expectation for this minute, which {@code expected} includes and {@code
 *     peakConcurrency} does not
 * @param billedHourNano    billed cost above the expectation in the trailing 60 minutes, nano-USD
 * @param billedNano        the same since onset, nano-USD
 * @param recentHourNano    cost above the expectation of the last three minutes, per hour, nano-USD, which shows
 *     whether the surge continues
 * @param billedRecentNano  billed cost above the expectation of the last three minutes, per hour, nano-USD
 * @param peakKnown         whether seven days are known, including this weekday, so that normal traffic does not exceed
 *     {@code peakConcurrency}
 */
public record Assessment(
        Scope scope,
        long minute,
        Level level,
        IncidentKind kind,
        Reason reason,
        Evidence evidence,
        double score,
        long onset,
        long lastEvidence,
        boolean closed,
        Reading observed,
        Reading expected,
        double peakConcurrency,
        long excessHourNano,
        long excessNano,
        long costNano,
        long durationMicros,
        double growthPerMinute,
        boolean ready,
        long refused,
        String order,
        PlannedSurge planned,
        long billedHourNano,
        long billedNano,
        long recentHourNano,
        long billedRecentNano,
        boolean peakKnown) {

    /** The same assessment at a lower level, minus the money that others have already explained. */
    public Assessment lowered(Level to, long excessHourNano, long excessNano, long billedRecentNano) {
        Evidence left = to == Level.NONE ? Evidence.NONE : evidence;
        return with(to, reason, left, closed, excessHourNano, excessNano, billedRecentNano, order());
    }

    /** The same assessment at a lower level. */
    public Assessment lowered(Level to) {
        return lowered(to, excessHourNano, excessNano, billedRecentNano);
    }

    /** The same at page level. */
    public Assessment raised(Reason why) {
        return with(Level.PAGE, why, evidence, closed, excessHourNano, excessNano, billedRecentNano, order());
    }

    /** The same assessment as a budget's order for a limit. */
    public Assessment ordered(String incident) {
        return with(level, reason, evidence, closed, excessHourNano, excessNano, billedRecentNano, incident);
    }

    /** The same with another reason. */
    public Assessment because(Reason why) {
        return with(level, why, evidence, closed, excessHourNano, excessNano, billedRecentNano, order());
    }

    /** The same assessment as the last one of its episode. */
    public Assessment closed(Reason why) {
        return with(level, why, evidence, true, excessHourNano, excessNano, billedRecentNano, order());
    }

    private Assessment with(
            Level to, Reason why, Evidence says, boolean over, long hourNano, long nano, long now, String ordering) {
        return new Assessment(
                scope,
                minute,
                to,
                kind,
                why,
                says,
                score,
                onset,
                lastEvidence,
                over,
                observed,
                expected,
                peakConcurrency,
                hourNano,
                nano,
                costNano,
                durationMicros,
                growthPerMinute,
                ready,
                refused,
                ordering,
                planned(),
                billedHourNano - (excessHourNano - hourNano),
                billedNano - (excessNano - nano),
                recentHourNano,
                now,
                peakKnown);
    }

    /** Whether only reports show it. Callers may be able to write reports, so it can wake people but not throttle. */
    public boolean early() {
        return reason == Reason.REPORTED;
    }

    /** Whether it is about a lasting level, and not about a surge. */
    public boolean lasts() {
        return kind == IncidentKind.LASTING_CHANGE;
    }

    /** The key of its incident (see {@link Scope#slot}). */
    public String slot() {
        return scope.slot(kind);
    }

    /** The highest concurrency within the expectation, which is the planned multiple of the peak. */
    public double plannedPeak() {
        return peakConcurrency * planned().expect();
    }
}
