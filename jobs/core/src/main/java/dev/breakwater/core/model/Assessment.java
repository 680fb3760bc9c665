package dev.breakwater.core.model;

/**
 * The verdict on one minute of a scope while a surge is open, for control. Flat and without checks: it travels between
 * stages and is stored. A calm scope sends none.
 *
 * @param scope             what is judged
 * @param minute            floor(epoch seconds / 60) of the judged minute's start
 * @param level             the strongest level whose evidence holds in this minute; NONE while waiting for the surge to end
 * @param kind              the shape of the surge so far
 * @param reason            which test fired, or why the episode ended
 * @param evidence          that test in numbers; NONE while waiting for the surge to end
 * @param score             evidence over threshold, 1 = just at the page line
 * @param onset             first minute of the surge
 * @param lastEvidence      newest minute in which evidence held at WARN or PAGE
 * @param closed            true in the last assessment of an episode: nothing more will follow
 * @param observed          the minute as seen
 * @param expected          the minute as expected
 * @param peakConcurrency   the baseline's peak concurrency: the most that normal traffic used at once
 * @param excessHourNano    cost above the expectation in the trailing 60 minutes, all of it while there is no baseline,
 *                          nano-USD: what gates compare. Billed; while a throttle of ours is held what demand would cost
 * @param excessNano        the same since onset, nano-USD
 * @param costNano          billed cost of this minute, nano-USD
 * @param durationMicros    sum of durations in this minute: divided by 60 s it is the average concurrency
 * @param growthPerMinute   fitted growth of demand per minute as a factor, 1 = flat
 * @param ready             whether the scope has a baseline; without one only the young-function cap applies
 * @param refused           calls refused for lack of concurrency in this minute
 * @param order             id of the budget's incident that orders the function to be held at its usual peak; empty: a
 *                          verdict of the detector
 * @param planned           what a window says of this minute; {@code expected} holds it already, {@code peakConcurrency}
 *                          does not
 * @param billedHourNano    billed cost above the expectation in the trailing 60 minutes, nano-USD
 * @param billedNano        the same since onset, nano-USD
 * @param recentHourNano    cost above the expectation of the last three minutes, per hour, nano-USD: whether the surge
 *                          continues
 * @param billedRecentNano  billed cost above the expectation of the last three minutes, per hour, nano-USD
 * @param peakKnown         whether seven days are known, this weekday among them, so that {@code peakConcurrency} is a
 *                          limit that normal traffic does not reach
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

    /** The same at a lower level, with what others have already explained of its money taken off. */
    public Assessment lowered(Level to, long excessHourNano, long excessNano, long billedRecentNano) {
        Evidence left = to == Level.NONE ? Evidence.NONE : evidence;
        return with(to, reason, left, closed, excessHourNano, excessNano, billedRecentNano, order());
    }

    /** The same at a lower level. */
    public Assessment lowered(Level to) {
        return lowered(to, excessHourNano, excessNano, billedRecentNano);
    }

    /** The same at page level. */
    public Assessment raised(Reason why) {
        return with(Level.PAGE, why, evidence, closed, excessHourNano, excessNano, billedRecentNano, order());
    }

    /** The same as a budget's order to hold the function. */
    public Assessment ordered(String incident) {
        return with(level, reason, evidence, closed, excessHourNano, excessNano, billedRecentNano, incident);
    }

    /** The same with another reason. */
    public Assessment because(Reason why) {
        return with(level, why, evidence, closed, excessHourNano, excessNano, billedRecentNano, order());
    }

    /** The same as the last of its episode. */
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

    /** Whether reports alone say so, which callers may be able to write: enough to wake people, not to throttle. */
    public boolean early() {
        return reason == Reason.REPORTED;
    }

    /** Whether it tells of a level that stays, and not of a surge. */
    public boolean lasts() {
        return kind == IncidentKind.LASTING_CHANGE;
    }

    /** Where its incident is kept: see {@link Scope#slot}. */
    public String slot() {
        return scope.slot(kind);
    }

    /** The most instances that traffic may use at once within the expectation: the planned multiple of the peak. */
    public double plannedPeak() {
        return peakConcurrency * planned().expect();
    }
}
