package dev.breakwater.model;

/**
 * The verdict on one minute of a scope while a surge is open. The verdict is sent to control. A calm scope sends no
 * verdict, unless it is a function with a limit of ours. Stages pass and store this record, so its constructor has no
 * checks.
 *
 * @param scope  the scope that is judged
 * @param minute floor(epoch seconds / 60) of the judged minute's start
 * @param order  id of the budget's incident that orders a limit at the usual peak; empty for a verdict of the detector
 */
public record Assessment(Scope scope, long minute, Episode episode, Readings readings, Amounts amounts, String order) {

    /**
     * The state of the surge in this minute.
     *
     * @param level        the strongest level with evidence in this minute; NONE while waiting for the end of the surge
     * @param kind         the shape of the surge
     * @param reason       the test that detected the surge, or why the episode ended
     * @param evidence     the figures of the test; NONE while waiting for the end of the surge
     * @param score        evidence divided by the page threshold
     * @param onset        first minute of the surge
     * @param lastEvidence newest minute with evidence at WARN or PAGE
     * @param closed       true in the last assessment of an episode
     */
    public record Episode(
            Level level,
            IncidentKind kind,
            Reason reason,
            Evidence evidence,
            double score,
            long onset,
            long lastEvidence,
            boolean closed) {}

    /**
     * The observed and expected values of the minute.
     *
     * @param peakConcurrency the baseline's peak concurrency: the highest concurrency of normal traffic
     * @param peakKnown       whether seven days are known, including this day of the week, so that normal traffic stays
     *     below the peak concurrency
     * @param planned         the planned window of this minute; the expected values include the window, but the peak
     *     concurrency does not
     * @param ready           whether the scope has a baseline; without one, only the test for young functions applies
     * @param durationMicros  sum of durations in this minute; the sum divided by 60 s is the average concurrency
     * @param growthPerMinute growth of the calls of a recursive loop, as a factor per minute; 1 for any other surge
     * @param refused         calls refused for lack of concurrency in this minute
     */
    public record Readings(
            Reading observed,
            Reading expected,
            double peakConcurrency,
            boolean peakKnown,
            PlannedSurge planned,
            boolean ready,
            long durationMicros,
            double growthPerMinute,
            long refused) {

        /** The highest concurrency that is expected: the peak times the planned multiple. */
        public double plannedPeak() {
            return peakConcurrency * planned.expect();
        }
    }

    /**
     * Money in nano-USD. Cost thresholds use the fields without "billed" in their names. While we throttle, these
     * fields contain the cost that all demanded calls would have.
     *
     * @param cost         billed cost of this minute
     * @param excessHour   cost above the expectation in the trailing 60 minutes (the whole cost without a baseline)
     * @param excess       cost above the expectation since onset
     * @param recentHour   cost above the expectation in the last three minutes, as an hourly rate; it shows whether the
     *     surge continues
     * @param billedHour   billed cost above the expectation in the trailing 60 minutes
     * @param billed       billed cost above the expectation since onset
     * @param billedRecent billed cost above the expectation in the last three minutes, as an hourly rate
     */
    public record Amounts(
            long cost, long excessHour, long excess, long recentHour, long billedHour, long billed, long billedRecent) {

        /** The same amounts, minus the cost that other incidents explain. */
        Amounts left(long hour, long sinceOnset, long recent) {
            return new Amounts(
                    cost,
                    hour,
                    sinceOnset,
                    recentHour,
                    billedHour - (excessHour - hour),
                    billed - (excess - sinceOnset),
                    recent);
        }
    }

    /** The same assessment at a lower level, with the given amounts. */
    public Assessment lowered(Level to, long excessHour, long excess, long billedRecent) {
        Evidence left = to == Level.NONE ? Evidence.NONE : episode.evidence;
        return with(to, episode.reason, left, episode.closed, amounts.left(excessHour, excess, billedRecent));
    }

    /** The same assessment at a lower level. */
    public Assessment lowered(Level to) {
        return lowered(to, amounts.excessHour, amounts.excess, amounts.billedRecent);
    }

    /** The same assessment at page level. */
    public Assessment raised(Reason why) {
        return with(Level.PAGE, why, episode.evidence, episode.closed, amounts);
    }

    /** This assessment, turned into a budget's order for a limit. */
    public Assessment ordered(String incident) {
        return new Assessment(scope, minute, episode, readings, amounts, incident);
    }

    /** The same assessment with another reason. */
    public Assessment because(Reason why) {
        return with(episode.level, why, episode.evidence, episode.closed, amounts);
    }

    /** This assessment, marked as the last assessment of its episode. */
    public Assessment closed(Reason why) {
        return with(episode.level, why, episode.evidence, true, amounts);
    }

    private Assessment with(Level to, Reason why, Evidence says, boolean over, Amounts money) {
        Episode other =
                new Episode(to, episode.kind, why, says, episode.score, episode.onset, episode.lastEvidence, over);
        return new Assessment(scope, minute, other, readings, money, order);
    }

    /**
     * Whether only platform reports show the surge. Callers may be able to write reports. Reports can therefore page
     * but never throttle.
     */
    public boolean early() {
        return episode.reason == Reason.REPORTED;
    }

    /** Whether the assessment only gives the readings of a calm function, because a limit of ours is on it. */
    public boolean isCalm() {
        return episode.reason == Reason.BUDGET_THROTTLE && order.isEmpty();
    }

    /** Whether the assessment is about a lasting change instead of a surge. */
    public boolean lasts() {
        return episode.kind == IncidentKind.LASTING_CHANGE;
    }

    /** The key of the surge's incident (see {@link Scope#slot}). */
    public String slot() {
        return scope.slot(episode.kind);
    }

    /**
     * One observed or expected minute of a scope.
     *
     * @param demandPerMinute invocations plus throttles in the minute
     * @param concurrency     the largest number of instances that ran at once
     * @param usdPerHour      the minute's cost times 60
     */
    public record Reading(double demandPerMinute, double concurrency, double usdPerHour) {

        public static final Reading NOTHING = new Reading(0, 0, 0);
    }
}
