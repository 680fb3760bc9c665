package dev.breakwater.bench.score;

import dev.breakwater.bench.set.AttackKind;

/**
 * The measures of a detector.
 *
 * @param incidents            attacks judged
 * @param recall               the share of them that was found
 * @param delayMedian          minutes from the start to the first alarm, of those found; NaN when none was
 * @param delayP95             its 95th percentile
 * @param averted              mean share of an attack's cost that came after the first alarm
 * @param falsePerFunctionWeek false alarms per function and week
 * @param falseAccountPerWeek  false alarms of the account per week
 * @param precision            the share of alarms that were right
 */
public record Score(
        int incidents,
        double recall,
        double delayMedian,
        double delayP95,
        double averted,
        double falsePerFunctionWeek,
        double falseAccountPerWeek,
        double precision) {

    /**
     * The result for one attack.
     *
     * @param delay   minutes from its start to the first alarm; -1 when there was none
     * @param averted the share of its cost that came after the minute of the first alarm, 0 to 1
     * @param nano    its cost, nano-USD
     */
    public record Found(AttackKind kind, int delay, double averted, double nano) {

        public boolean hit() {
            return delay >= 0;
        }
    }
}
