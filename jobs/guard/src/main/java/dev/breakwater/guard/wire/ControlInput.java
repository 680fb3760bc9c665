package dev.breakwater.guard.wire;

import dev.breakwater.core.budget.meter.DaySpend;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Place;

/**
 * What control hears: a verdict, how a limit was observed, what a person asks for, or what a function spent in a day. Exactly
 * one is there, the others are null.
 */
public record ControlInput(Assessment assessment, LimitObservation observed, Request asked, DaySpend spent) {

    public static ControlInput of(Assessment assessment) {
        return new ControlInput(assessment, null, null, null);
    }

    public static ControlInput of(LimitObservation observed) {
        return new ControlInput(null, observed, null, null);
    }

    public static ControlInput of(Request asked) {
        return new ControlInput(null, null, asked, null);
    }

    public static ControlInput of(DaySpend spent) {
        return new ControlInput(null, null, null, spent);
    }

    /** {@code account|region}: one control decides for all of it. */
    String place() {
        if (asked != null) return asked.scope().place().id();
        if (spent != null) return spent.scope().place().id();
        return assessment != null ? assessment.scope().place().id() : Place.id(observed.account(), observed.region());
    }
}
