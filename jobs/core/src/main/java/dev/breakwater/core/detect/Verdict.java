package dev.breakwater.core.detect;

import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;

/**
 * What the tests say of one minute, persistence included.
 *
 * @param level  strongest level that holds
 * @param reason the test that fired, or null at level NONE
 * @param score  evidence over the page line, 1 = just at it
 */
record Verdict(Level level, Reason reason, double score) {

    static final Verdict NOTHING = new Verdict(Level.NONE, null, 0);
}
