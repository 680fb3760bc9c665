package dev.breakwater.connectors.lambda;

/**
 * A limit: the one on a function itself, or the one on an event source mapping that feeds it. The lease tag is where
 * the limit is, so this names the tagged resource too.
 *
 * @param mapping UUID of the mapping, empty for {@link LeverKind#RESERVATION}
 */
public record LeverRef(FunctionRef function, LeverKind kind, String mapping) {

    public static LeverRef reservation(FunctionRef function) {
        return new LeverRef(function, LeverKind.RESERVATION, "");
    }

    /** The target of a lever of this kind: the function's name or the mapping's UUID. */
    public String target() {
        return kind == LeverKind.RESERVATION ? function.function() : mapping;
    }

    /** The tagged resource, which the tagging calls want. */
    public String arn() {
        return kind == LeverKind.RESERVATION ? function.arn() : function.mappingArn(mapping);
    }

    /** For people, for example {@code queue 4f1c...}; empty for a reservation, which is the usual case. */
    public String text() {
        return kind == LeverKind.RESERVATION ? "" : kind.wire() + ' ' + mapping;
    }
}
