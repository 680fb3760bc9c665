package dev.breakwater.core.exposure;

/**
 * What the requests of a kind of caller hold under a condition key.
 *
 * @param mayLack  whether a request may lack the key
 * @param mayHave  whether a request may have it
 * @param value    what stands there, where it has it
 * @param constant the one value, for {@link Value#CONSTANT}; else empty
 */
record Held(boolean mayLack, boolean mayHave, Value value, String constant) {

    enum Value {
        /** Whatever the caller likes. */
        ANY,
        /** Nothing that a policy names: a stranger's own account, organisation, resource, network. */
        OUTSIDE,
        /** What the policy names, so long as it is not ours alone. */
        NAMED,
        CONSTANT
    }

    static final Held LACKS = new Held(true, false, Value.ANY, "");
    static final Held ANY = new Held(true, true, Value.ANY, "");
    static final Held OUTSIDE = new Held(false, true, Value.OUTSIDE, "");
    static final Held MAYBE_OUTSIDE = new Held(true, true, Value.OUTSIDE, "");
    static final Held NAMED = new Held(false, true, Value.NAMED, "");
    static final Held MAYBE_NAMED = new Held(true, true, Value.NAMED, "");

    static Held constant(String value) {
        return new Held(false, true, Value.CONSTANT, value);
    }

    /** The one value, or nothing. */
    static Held maybe(String value) {
        return new Held(true, true, Value.CONSTANT, value);
    }
}
