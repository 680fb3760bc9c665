package dev.breakwater.connectors.lambda;

/**
 * Names a limit on a function or on an event source mapping that feeds the function. The lease tag is on the same
 * resource.
 *
 * @param mapping UUID of the mapping, empty for {@link LimitKind#RESERVATION}
 */
public record LeverRef(FunctionRef function, LimitKind kind, String mapping) {

    public static LeverRef reservation(FunctionRef function) {
        return new LeverRef(function, LimitKind.RESERVATION, "");
    }

    /** Returns the target of a lever of this kind: the function's name or the mapping's UUID. */
    public String target() {
        return kind == LimitKind.RESERVATION ? function.function() : mapping;
    }

    /** Returns the tagged resource, which the tagging calls need. */
    public String arn() {
        return kind == LimitKind.RESERVATION ? function.arn() : function.mappingArn(mapping);
    }

    /**
     * Returns the limit as text for people, for example {@code queue 4f1c...}. The result is empty for a reservation,
     * which is the usual case.
     */
    public String text() {
        return kind == LimitKind.RESERVATION ? "" : kind.wire() + ' ' + mapping;
    }
}
