package dev.breakwater.exposure.iam;

/**
 * What the requests of a kind of caller hold under a condition key.
 *
 * @param mayLack  whether a request may lack the key
 * @param mayHave  whether a request may have it
 * @param value    what stands there, where it has it
 * @param constant the one value, for {@link Value#CONSTANT}; otherwise empty
 */
record ContextValue(boolean mayLack, boolean mayHave, Value value, String constant) {

    enum Value {
        /** Whatever the caller likes. */
        ANY,
        /** Nothing that a policy names: a stranger's own account, organisation, resource, network. */
        OUTSIDE,
        /** What the policy names, so long as it is not ours alone. */
        NAMED,
        /** What the policy names, so long as it is not a service of {@link KnownService}. */
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
