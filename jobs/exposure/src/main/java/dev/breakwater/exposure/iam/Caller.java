package dev.breakwater.exposure.iam;

/** The kinds of caller, and the values that their requests have under the condition keys that identify them. */
public enum Caller {
    /** Signed by an unnamed account. */
    STRANGER,
    /** An unsigned caller: through a function URL or an API without authorization. */
    ANONYMOUS,
    /** A service of AWS, for an unnamed account. */
    SERVICE,
    /** Signed by another account, which the policy may name. */
    NEIGHBOUR,
    /** A service of AWS, for another account, which the policy may name. */
    NEIGHBOUR_SERVICE,
    /** A service that may carry anybody's requests, for any account, the function's own too. */
    CARRIER;

    boolean service() {
        return this == SERVICE || this == NEIGHBOUR_SERVICE || this == CARRIER;
    }

    /** Whether nothing of it is named anywhere. */
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

    /** A service signs as itself, without account, ARN or organisation of a principal, and from no known network. */
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
}
