package dev.breakwater.exposure.model;

import dev.breakwater.exposure.iam.EntryKind;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.model.FunctionReading.Capacity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ways in which a function can be started: function URLs, resource policies, event source mappings and APIs.
 *
 * @param policies the policies by alias or version; the function's own policy has an empty name. AWS judges a call only
 *     by the policy of the alias or version that was called
 */
public record EntryPoints(
        List<FunctionUrl> urls, Map<String, List<Statement>> policies, List<EventSourceMapping> mappings, Apis apis) {

    public static EntryPoints none() {
        return new EntryPoints(List.of(), Map.of(), List.of(), Apis.none());
    }

    /** Returns the statements of all policies in all documents. */
    public List<Statement> statements() {
        return policies.values().stream().flatMap(List::stream).distinct().toList();
    }

    /**
     * A function URL.
     *
     * @param url       address of the URL
     * @param qualifier the alias that it belongs to, or empty
     * @param authType  {@code NONE} or {@code AWS_IAM}
     */
    public record FunctionUrl(String url, String qualifier, String authType) {

        /**
         * Returns whether callers need no signature. Every value counts as open, except the value that
         * requires a signature.
         */
        public boolean open() {
            return !authType.equals("AWS_IAM");
        }

        public EntryKind kind() {
            return open() ? EntryKind.OPEN_URL : EntryKind.SIGNED_URL;
        }
    }

    /**
     * An event source mapping.
     *
     * @param sourceArn          the polled source; empty for a self-managed Kafka
     * @param enabled            whether the mapping polls, or is about to poll
     * @param maximumConcurrency 2 to 1,000, or {@link Capacity#NONE}
     * @param failureArn         the destination of records that failed permanently, or empty
     */
    public record EventSourceMapping(String sourceArn, boolean enabled, int maximumConcurrency, String failureArn) {}

    /**
     * The APIs of API Gateway that concern one function.
     *
     * @param ids    ids of all APIs of the account and region; meaningless if they could not be read
     * @param routes routes that end in the function
     */
    public record Apis(Set<String> ids, List<ApiRoute> routes) {

        public static Apis none() {
            return new Apis(Set.of(), List.of());
        }
    }

    /**
     * A route to a function through an API of API Gateway.
     *
     * @param api  the API's id
     * @param text text for people: the API and route, with the authorization or the unknown part
     */
    public record ApiRoute(String api, Asks asks, String text) {

        /** The credential that a caller needs. */
        public enum Asks {
            NOTHING,
            /** An authoriser, a signature or a key. */
            SOMETHING,
            NOT_KNOWN,
            /** No stage serves the route. */
            NOT_DEPLOYED
        }
    }
}
