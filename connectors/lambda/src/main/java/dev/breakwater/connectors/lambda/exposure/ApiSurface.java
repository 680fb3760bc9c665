package dev.breakwater.connectors.lambda.exposure;

import java.util.List;
import java.util.Set;

/**
 * An API of API Gateway as it is configured; a stage may serve an older deployment.
 *
 * @param kind        {@code REST}, {@code HTTP} or {@code WEBSOCKET}
 * @param reach       how callers get to it
 * @param stages      none if it was never deployed
 * @param policy      its own resource policy, JSON, or empty
 * @param routes      its ways to functions, authorisers included
 */
public record ApiSurface(
        String id, String name, String kind, Reach reach, List<Stage> stages, String policy, List<Route> routes) {

    /** The way in which callers reach an API. */
    public enum Reach {
        INTERNET,
        /** From networks that its policy names. */
        PRIVATE,
        /** Its own address is off; which domains lead to it is not read. */
        OWN_DOMAINS
    }

    /**
     * @param webAcl the ARN of the WAF's web ACL before it, or empty; of REST APIs alone
     */
    public record Stage(String name, String webAcl) {}

    /**
     * One way to functions.
     *
     * @param name          like {@code GET /pets}
     * @param functions     unqualified ARNs
     * @param authorization as AWS names it; {@code NONE} or empty if none is required
     * @param keyRequired   whether it asks for an API key
     */
    public record Route(String name, Set<String> functions, String authorization, boolean keyRequired) {}

    /** Its name for people. */
    public String title() {
        return kind + " API " + name + " (" + id + ")";
    }
}
