package dev.breakwater.guard.wire;

import dev.breakwater.core.control.Acceptance;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Place;

/**
 * What control hears: a verdict, how a limit was observed, or what a person accepts. Exactly one is there, the others are
 * null.
 */
public record ControlInput(Assessment assessment, LimitObservation observed, Acceptance accepted) {

    public static ControlInput of(Assessment assessment) {
        return new ControlInput(assessment, null, null);
    }

    public static ControlInput of(LimitObservation observed) {
        return new ControlInput(null, observed, null);
    }

    public static ControlInput of(Acceptance accepted) {
        return new ControlInput(null, null, accepted);
    }

    /** {@code account|region}: one control decides for all of it. */
    String place() {
        if (accepted != null) return accepted.scope().place().id();
        return assessment != null ? assessment.scope().place().id() : Place.id(observed.account(), observed.region());
    }
}
