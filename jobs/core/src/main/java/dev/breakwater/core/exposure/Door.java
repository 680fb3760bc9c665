package dev.breakwater.core.exposure;

import java.util.List;

/** How a request reaches a function, and what has to be allowed there. */
enum Door {
    /** The Invoke call, always signed. */
    CALL("", Statement.INVOKE),
    /** The call of old, deprecated and still there. */
    CALL_ASYNC("", Statement.INVOKE_ASYNC),
    /** A function URL that asks for no signature: every caller is anonymous. */
    OPEN_URL("NONE", Statement.INVOKE_URL, Statement.INVOKE),
    SIGNED_URL("AWS_IAM", Statement.INVOKE_URL, Statement.INVOKE),
    /** An API of API Gateway, by the API's own policy. */
    API("", Statement.INVOKE_API);

    private final String authType;
    private final List<String> actions;

    Door(String authType, String... actions) {
        this.authType = authType;
        this.actions = List.of(actions);
    }

    /** All of them have to be allowed, the door's own first; a URL needs both since October 2025. */
    List<String> actions() {
        return actions;
    }

    boolean takes(Caller caller) {
        return switch (this) {
            case CALL, CALL_ASYNC, SIGNED_URL -> caller != Caller.ANONYMOUS;
            case OPEN_URL -> caller == Caller.ANONYMOUS;
            case API -> true;
        };
    }

    boolean url() {
        return this == OPEN_URL || this == SIGNED_URL;
    }

    /** What the request holds under the keys that tell the way; null where they say nothing. */
    Held held(ConditionKey key, String action) {
        return switch (key) {
            case URL_AUTH_TYPE ->
                !url()
                        ? Held.LACKS
                        : action.equals(Statement.INVOKE_URL) ? Held.constant(authType) : Held.maybe(authType);
            case BY_URL ->
                !url()
                        ? Held.maybe("false")
                        : action.equals(Statement.INVOKE) ? Held.constant("true") : Held.maybe("true");
            default -> null;
        };
    }
}
