package dev.breakwater.guard.wire;

import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.control.Request;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Sighting;

/**
 * An input of control. At most one field besides {@code place} is set, and every other field is null. An input for a
 * watched account and region contains only the place.
 *
 * @param place      the key of the control, {@code account|region}
 * @param assessment a verdict
 * @param sighting   a tag that the inventory saw
 * @param asked      a person's request
 * @param spent      a function's spend in a day
 * @param used       the concurrency used without a reservation
 * @param change     a change of the inventory
 */
public record ControlInput(
        String place,
        Assessment assessment,
        Sighting sighting,
        Request asked,
        DaySpend spent,
        ControlInput.UnreservedUse used,
        FleetChange change) {

    private ControlInput(
            String place, Assessment assessment, Sighting sighting, Request asked, DaySpend spent, UnreservedUse used) {
        this(place, assessment, sighting, asked, spent, used, null);
    }

    public static ControlInput of(FleetChange change) {
        String place =
                change.ofFunction() ? FunctionKey.parse(change.key()).place().id() : change.key();
        return new ControlInput(place, null, null, null, null, null, change);
    }

    public static ControlInput of(Assessment assessment) {
        return new ControlInput(assessment.scope().place().id(), assessment, null, null, null, null);
    }

    public static ControlInput of(Sighting seen) {
        return new ControlInput(Place.id(seen.account(), seen.region()), null, seen, null, null, null);
    }

    /** Returns the input for a watched account and region, which may have no other input. */
    public static ControlInput of(Place watched) {
        return new ControlInput(watched.id(), null, null, null, null, null);
    }

    public static ControlInput of(Request asked) {
        return new ControlInput(asked.scope().place().id(), null, null, asked, null, null);
    }

    public static ControlInput of(DaySpend spent) {
        return new ControlInput(spent.scope().place().id(), null, null, null, spent, null);
    }

    public static ControlInput of(Place place, UnreservedUse used) {
        return new ControlInput(place.id(), null, null, null, null, used);
    }

    /**
     * The highest concurrency in a minute that the functions without a reservation used together.
     *
     * @param minute floor(epoch seconds / 60)
     * @param most   number of instances at once
     */
    public record UnreservedUse(long minute, int most) {}
}
