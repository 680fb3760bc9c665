package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface;
import dev.breakwater.model.exposure.FunctionSurface.SentTo;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import dev.breakwater.model.exposure.FunctionSurface.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * All data that could be read about one account and region.
 *
 * @param concurrent the concurrent executions, or -1 if unknown
 * @param unreserved the concurrency that no function has reserved, or -1 if unknown
 * @param listed whether the list of functions is complete
 * @param roles      the roles, by ARN
 * @param apis       APIs of API Gateway; if they could not be read, this list is empty and the {@code unread} parts of
 *                   the functions say so
 * @param gaps       the unreadable parts
 */
public record AccountSurface(
        String account,
        String region,
        int concurrent,
        int unreserved,
        boolean listed,
        List<FunctionSurface> functions,
        Map<String, AccountSurface.RoleDocuments> roles,
        List<AccountSurface.ApiSurface> apis,
        List<AccountSurface.SurfaceGap> gaps) {

    /**
     * A part that could not be read.
     *
     * @param permission the permission
     * @param part       the missing part, or null for the account's settings and the list of functions
     * @param of the functions or roles to which the part belongs, or the account and region
     */
    public record SurfaceGap(String permission, Fact part, List<String> of, AwsFailure failure) {}

    /**
     * The policies of a role.
     *
     * @param documents JSON, inline and managed
     * @param managed the names of the managed policies
     * @param complete  whether all policies could be read
     */
    public record RoleDocuments(List<String> documents, List<String> managed, boolean complete) {}

    /**
     * An API of API Gateway with its present configuration. A stage may serve an older deployment.
     *
     * @param kind        {@code REST}, {@code HTTP} or {@code WEBSOCKET}
     * @param reach       the way in which callers reach the API
     * @param stages      the deployed stages; empty if the API was never deployed
     * @param policy      the API's own resource policy as JSON, or empty
     * @param routes      the API's routes to functions, including authorisers
     */
    public record ApiSurface(
            String id, String name, String kind, Reach reach, List<Stage> stages, String policy, List<Route> routes) {

        /** The way in which callers reach an API. */
        public enum Reach {
            INTERNET,
            /** Only callers in networks that the API's policy names can reach the API. */
            PRIVATE,
            /**
             * The API's own address is disabled, so callers use a domain. Breakwater does not read the domains that
             * lead to the API.
             */
            OWN_DOMAINS
        }

        /** @param webAcl the ARN of the API's WAF web ACL, or empty; only for REST APIs */
        public record Stage(String name, String webAcl) {}

        /**
         * A route of an API that leads to functions.
         *
         * @param name          like {@code GET /pets}
         * @param functions     unqualified ARNs
         * @param authorization the kind of authorization, as AWS names it; {@code NONE} or empty if none is required
         * @param keyRequired   whether the route requires an API key
         */
        public record Route(String name, Set<String> functions, String authorization, boolean keyRequired) {}

        /** Returns the route's name for people. */
        public String title() {
            return kind + " API " + name + " (" + id + ")";
        }
    }

    /** Converts the SDK's answers into Breakwater's records. */
    static final class SdkRecords {

        private SdkRecords() {}

        static String logGroup(FunctionConfiguration found) {
            boolean own = found.loggingConfig() != null && found.loggingConfig().logGroup() != null;
            return own ? found.loggingConfig().logGroup() : "/aws/lambda/" + found.functionName();
        }

        static Variables variables(FunctionConfiguration found) {
            if (found.environment() == null) return new Variables(Map.of(), true);
            return new Variables(
                    Map.copyOf(found.environment().variables()),
                    found.environment().error() == null);
        }

        static List<SentTo> deadLetters(FunctionConfiguration found) {
            boolean set = found.deadLetterConfig() != null
                    && given(found.deadLetterConfig().targetArn());
            return set ? List.of(new SentTo(found.deadLetterConfig().targetArn(), "dead letters")) : List.of();
        }

        static List<SentTo> destinations(DestinationConfig config) {
            List<SentTo> sent = new ArrayList<>();
            if (config.onSuccess() != null && given(config.onSuccess().destination())) {
                sent.add(new SentTo(config.onSuccess().destination(), "on success"));
            }
            if (config.onFailure() != null && given(config.onFailure().destination())) {
                sent.add(new SentTo(config.onFailure().destination(), "on failure"));
            }
            return sent;
        }

        static SourceMapping mapping(EventSourceMappingConfiguration m) {
            String state = m.state() == null ? "" : m.state();
            boolean most = m.scalingConfig() != null && m.scalingConfig().maximumConcurrency() != null;
            DestinationConfig destination = m.destinationConfig();
            boolean failure = destination != null
                    && destination.onFailure() != null
                    && given(destination.onFailure().destination());
            return new SourceMapping(
                    m.eventSourceArn() == null ? "" : m.eventSourceArn(),
                    !state.startsWith("Disabl") && !state.equals("Deleting"),
                    most ? m.scalingConfig().maximumConcurrency() : -1,
                    failure ? destination.onFailure().destination() : "");
        }

        private static boolean given(String text) {
            return text != null && !text.isEmpty();
        }
    }
}
