package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.Caller.ContextValue;
import dev.breakwater.model.exposure.FunctionSurface.Url;
import java.util.List;

/** A kind of entry point through which a request reaches a function, and the action that must be allowed. */
public enum EntryKind {
    /** The Invoke call, which is always signed. */
    CALL("", Statement.INVOKE),
    /** The old InvokeAsync call, which is deprecated but still works. */
    CALL_ASYNC("", Statement.INVOKE_ASYNC),
    /** A function URL that requires no signature, so every caller is anonymous. */
    OPEN_URL("NONE", Statement.INVOKE_URL, Statement.INVOKE),
    SIGNED_URL("AWS_IAM", Statement.INVOKE_URL, Statement.INVOKE),
    /** An API of API Gateway, judged by the API's own policy. */
    API("", Statement.INVOKE_API);

    private final String authType;
    private final List<String> actions;

    EntryKind(String authType, String... actions) {
        this.authType = authType;
        this.actions = List.of(actions);
    }

    /** Returns the kind of a function URL. */
    public static EntryKind of(Url url) {
        return url.open() ? OPEN_URL : SIGNED_URL;
    }

    /**
     * Returns the actions that must all be allowed, beginning with the action of this kind. Since October 2025, a URL
     * needs two actions.
     */
    public List<String> actions() {
        return actions;
    }

    boolean takes(Caller caller) {
        return switch (this) {
            case CALL, CALL_ASYNC, SIGNED_URL -> caller != Caller.ANONYMOUS;
            case OPEN_URL -> caller == Caller.ANONYMOUS;
            case API -> true;
        };
    }

    public boolean url() {
        return this == OPEN_URL || this == SIGNED_URL;
    }

    /**
     * Returns the value that a request has for the keys that identify the entry point. The result is null if such keys
     * do not apply.
     */
    ContextValue held(ConditionKey key, String action) {
        return switch (key) {
            case URL_AUTH_TYPE ->
                !url()
                        ? ContextValue.LACKS
                        : action.equals(Statement.INVOKE_URL)
                                ? ContextValue.constant(authType)
                                : ContextValue.maybe(authType);
            case BY_URL ->
                !url()
                        ? ContextValue.maybe("false")
                        : action.equals(Statement.INVOKE) ? ContextValue.constant("true") : ContextValue.maybe("true");
            default -> null;
        };
    }
}
