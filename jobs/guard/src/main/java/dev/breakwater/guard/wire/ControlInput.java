package dev.breakwater.guard.wire;

import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.model.Assessment;

/**
 * What control hears: a verdict, or how a limit was observed. Exactly one is there, the other is null.
 */
public record ControlInput(Assessment assessment, LimitObservation observed) {

    public static ControlInput of(Assessment assessment) {
        return new ControlInput(assessment, null);
    }

    public static ControlInput of(LimitObservation observed) {
        return new ControlInput(null, observed);
    }

    /** {@code account|region}: one control decides for all of it. */
    String place() {
        return assessment != null ? assessment.scope().accountKey() : observed.account() + '|' + observed.region();
    }
}
