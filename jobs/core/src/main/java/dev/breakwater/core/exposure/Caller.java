package dev.breakwater.core.exposure;

/** Who may stand before a function, and what their requests hold under the keys that tell who they are. */
enum Caller {
    /** Signed by an account that nobody named. */
    STRANGER,
    /** Unsigned: through a function URL or an API that asks for nothing. */
    ANONYMOUS,
    /** A service of AWS, for an account that nobody named. */
    SERVICE,
    /** Signed by another account, which the policy may name. */
    NEIGHBOUR,
    /** A service of AWS, for another account, which the policy may name. */
    NEIGHBOUR_SERVICE;

    boolean service() {
        return this == SERVICE || this == NEIGHBOUR_SERVICE;
    }

    /** Whether nothing of it is named anywhere. */
    boolean unnamed() {
        return this != NEIGHBOUR && this != NEIGHBOUR_SERVICE;
    }

    Held held(ConditionKey key) {
        return switch (key) {
            case PRINCIPAL_ACCOUNT, PRINCIPAL_ID -> identity(this == STRANGER || this == NEIGHBOUR);
            case PRINCIPAL_ARN -> this == ANONYMOUS ? Held.LACKS : identity(this == STRANGER || this == NEIGHBOUR);
            case PRINCIPAL_ORGANISATION -> this == ANONYMOUS ? Held.LACKS : identity(false);
            case SOURCE_ACCOUNT, SOURCE_ARN, SOURCE_ORGANISATION -> service() ? identity(false) : Held.LACKS;
            case NETWORK, ADDRESS -> identity(false);
            case IS_SERVICE -> this == ANONYMOUS ? Held.maybe("false") : Held.constant(String.valueOf(service()));
            case SERVICE_NAME -> service() ? Held.ANY : Held.LACKS;
            default -> Held.ANY;
        };
    }

    private Held identity(boolean always) {
        if (unnamed()) return always ? Held.OUTSIDE : Held.MAYBE_OUTSIDE;
        return always ? Held.NAMED : Held.MAYBE_NAMED;
    }
}
