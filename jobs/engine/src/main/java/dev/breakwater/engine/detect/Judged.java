package dev.breakwater.engine.detect;

import dev.breakwater.model.Assessment;
import java.util.List;

/**
 * The result for one minute of a scope.
 *
 * @param assessments    verdicts on that minute, and on later minutes if their level rose; empty if there is no surge
 * @param judged         whether the minute was judged; false if it is too old, or before the scope's first call
 * @param ready          whether the scope has a baseline
 * @param up             whether the scope is ready and above its own usual extreme by more than chance
 * @param excessHourNano cost above the expectation in the trailing 60 minutes, as the thresholds count it, nano-USD
 * @param billedHourNano billed part of {@code excessHourNano}, nano-USD
 */
public record Judged(
        List<Assessment> assessments,
        boolean judged,
        boolean ready,
        boolean up,
        double excessHourNano,
        double billedHourNano) {

    static final Judged NOT = new Judged(List.of(), false, false, false, 0, 0);
}
