package dev.breakwater.exposure.iam;

/**
 * The values that requests of a kind of caller have under a condition key.
 *
 * @param mayLack  whether a request may lack the key
 * @param mayHave  whether a request may have it
 * @param value    the value, if there is one
 * @param constant the one value, for {@link Value#CONSTANT}; otherwise empty
 */
record ContextValue(boolean mayLack, boolean mayHave, Value value, String constant) {

    enum Value {
        /** Whatever the caller likes. */
        ANY,
        /** A value that no policy names: a stranger's own account, organisation, resource, network. */
        OUTSIDE,
        /** The value that the policy names, unless only our own account has it. */
        NAMED,
        /** The value that the policy names, unless it is a service of {@link KnownService}. */
        UNLISTED,
        CONSTANT
    }

    static final ContextValue LACKS = new ContextValue(true, false, Value.ANY, "");
    static final ContextValue ANY = new ContextValue(true, true, Value.ANY, "");
    static final ContextValue OUTSIDE = new ContextValue(false, true, Value.OUTSIDE, "");
    static final ContextValue MAYBE_OUTSIDE = new ContextValue(true, true, Value.OUTSIDE, "");
    static final ContextValue NAMED = new ContextValue(false, true, Value.NAMED, "");
    static final ContextValue MAYBE_NAMED = new ContextValue(true, true, Value.NAMED, "");

    static final ContextValue MAYBE_UNLISTED = new ContextValue(true, true, Value.UNLISTED, "");

    static ContextValue constant(String value) {
        return new ContextValue(false, true, Value.CONSTANT, value);
    }

    /** The one value, or nothing. */
    static ContextValue maybe(String value) {
        return new ContextValue(true, true, Value.CONSTANT, value);
    }
}
