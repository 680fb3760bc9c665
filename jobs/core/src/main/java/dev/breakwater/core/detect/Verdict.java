package dev.breakwater.core.detect;

import dev.breakwater.core.model.Evidence;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;

/**
 * What the tests say of one minute.
 *
 * @param level strongest level that holds, or held before a late sample revised the minute
 * @param tests the tests that hold at that level, bits of {@link SurgeTests}
 * @param reason   the test that says most, or a deployment; null when none holds
 * @param evidence the test that says most, in numbers
 * @param score evidence over the page line, 1 = just at it
 */
record Verdict(Level level, int tests, Reason reason, Evidence evidence, double score) {

    /** The same with other numbers. */
    Verdict with(Evidence numbers) {
        return new Verdict(level, tests, reason, numbers, score);
    }

    /** The same with what explains it. */
    Verdict because(Reason why) {
        return new Verdict(level, tests, why, evidence, score);
    }
}
