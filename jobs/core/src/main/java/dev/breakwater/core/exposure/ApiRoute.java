package dev.breakwater.core.exposure;

import java.util.List;

/**
 * A way to a function through an API of API Gateway.
 *
 * @param api  the API's id
 * @param text for people: which API and route, and what is asked for or is not known
 */
public record ApiRoute(String api, Asks asks, String text) {

    /** What a caller needs. */
    public enum Asks {
        NOTHING,
        /** An authoriser, a signature or a key. */
        SOMETHING,
        NOT_KNOWN,
        /** No stage serves it. */
        NOT_DEPLOYED
    }

    /** Whether an API's own policy lets callers in that nobody named; without one everybody gets as far as the route. */
    public static boolean open(String account, List<Statement> policy) {
        PolicyRule rule = new PolicyRule(account, policy);
        return rule.lets(Caller.ANONYMOUS, Door.API) || rule.lets(Caller.STRANGER, Door.API);
    }
}
