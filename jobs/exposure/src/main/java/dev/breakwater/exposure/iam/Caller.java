package dev.breakwater.exposure.iam;

/** The kinds of caller, and the values of the condition keys that identify their requests. */
public enum Caller {
    /** A caller that signs for an account that the policy does not name. */
    STRANGER,
    /** An unsigned caller: through a function URL or an API without authorization. */
    ANONYMOUS,
    /** A service of AWS that acts for an account that the policy does not name. */
    SERVICE,
    /** A caller that signs for another account, even for an account that the policy names. */
    NEIGHBOUR,
    /** A service of AWS that acts for another account, even for an account that the policy names. */
    NEIGHBOUR_SERVICE,
    /** A service that may forward anybody's requests for any account, including the function's own. */
    CARRIER;

    boolean service() {
        return this == SERVICE || this == NEIGHBOUR_SERVICE || this == CARRIER;
    }

    /** Returns whether a policy cannot name anything about this kind of caller. */
    boolean unnamed() {
        return this != NEIGHBOUR && this != NEIGHBOUR_SERVICE;
    }

    ContextValue held(ConditionKey key) {
        if (this == CARRIER) return ofCarrier(key);
        return switch (key) {
            case PRINCIPAL_ACCOUNT, PRINCIPAL_ID -> identity(this == STRANGER || this == NEIGHBOUR);
            case PRINCIPAL_ARN ->
                this == ANONYMOUS ? ContextValue.LACKS : identity(this == STRANGER || this == NEIGHBOUR);
            case PRINCIPAL_ORGANISATION -> this == ANONYMOUS ? ContextValue.LACKS : identity(false);
            case SOURCE_ACCOUNT, SOURCE_ARN, SOURCE_ORGANISATION -> service() ? identity(false) : ContextValue.LACKS;
            case NETWORK, ADDRESS -> identity(false);
            case IS_SERVICE ->
                this == ANONYMOUS ? ContextValue.maybe("false") : ContextValue.constant(String.valueOf(service()));
            case SERVICE_NAME -> service() ? ContextValue.ANY : ContextValue.LACKS;
            default -> ContextValue.ANY;
        };
    }

    /**
     * Returns whether the caller is a service that signs as itself. The service's requests have no principal account,
     * ARN or organisation, and come from no known network.
     */
    private static ContextValue ofCarrier(ConditionKey key) {
        return switch (key) {
            case PRINCIPAL_ACCOUNT, PRINCIPAL_ARN, PRINCIPAL_ORGANISATION, PRINCIPAL_ID -> ContextValue.LACKS;
            case SOURCE_ACCOUNT, SOURCE_ARN, SOURCE_ORGANISATION, SERVICE_NAME -> ContextValue.MAYBE_UNLISTED;
            case NETWORK, ADDRESS -> ContextValue.MAYBE_OUTSIDE;
            case IS_SERVICE -> ContextValue.constant("true");
            default -> ContextValue.ANY;
        };
    }

    private ContextValue identity(boolean always) {
        if (unnamed()) return always ? ContextValue.OUTSIDE : ContextValue.MAYBE_OUTSIDE;
        return always ? ContextValue.NAMED : ContextValue.MAYBE_NAMED;
    }

    /**
     * The possible values of a condition key in requests of a kind of caller.
     *
     * @param mayLack whether a request may lack the key
     * @param mayHave whether a request may have the key
     * @param value the kind of value, if the request has the key
     * @param constant the only value, for {@link Value#CONSTANT}; otherwise empty
     */
    record ContextValue(boolean mayLack, boolean mayHave, Value value, String constant) {

        enum Value {
            /** Any value that the caller chooses. */
            ANY,
            /** A value that no policy names, such as a stranger's own account, organisation, resource or network. */
            OUTSIDE,
            /** The value in the policy, unless only the function's own account has this value. */
            NAMED,
            /** The value in the policy, unless it is a service of {@link KnownService}. */
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

        /** Returns the constant value, or no value. */
        static ContextValue maybe(String value) {
            return new ContextValue(true, true, Value.CONSTANT, value);
        }
    }
}
