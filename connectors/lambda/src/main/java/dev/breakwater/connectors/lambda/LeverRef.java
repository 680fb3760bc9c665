package dev.breakwater.connectors.lambda;

import dev.breakwater.model.Lever.LeverKind;

/**
 * Names a limit on a function or on an event source mapping that feeds the function. The lease tag is on the same
 * resource.
 *
 * @param mapping UUID of the mapping, empty for {@link LeverKind#RESERVATION}
 */
public record LeverRef(FunctionRef function, LeverKind kind, String mapping) {

    public static LeverRef reservation(FunctionRef function) {
        return new LeverRef(function, LeverKind.RESERVATION, "");
    }

    /** Returns the target of a lever of this kind: the function's name or the mapping's UUID. */
    public String target() {
        return kind.equals(LeverKind.RESERVATION) ? function.function() : mapping;
    }

    /** Returns the tagged resource, which the tagging calls need. */
    public String arn() {
        return kind.equals(LeverKind.RESERVATION) ? function.arn() : function.mappingArn(mapping);
    }

    /**
     * Returns the limit as text for people, for example {@code queue 4f1c...}. The result is empty for a reservation,
     * which is the usual case.
     */
    public String text() {
        return kind.equals(LeverKind.RESERVATION) ? "" : kind.wire() + ' ' + mapping;
    }
}
