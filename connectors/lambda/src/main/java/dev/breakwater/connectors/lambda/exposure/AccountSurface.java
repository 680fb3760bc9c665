package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.model.function.FunctionFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    public record SurfaceGap(String permission, Part part, List<String> of, AwsFailure failure) {}

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

    /**
     * A function with its callers and targets, in the form that AWS reports.
     *
     * @param facts       the function's configuration as AWS shows it; its reservation and tags are empty if they are
     *                    among the {@code unread} parts
     * @param roleArn     the function's execution role
     * @param logGroup    the log group of the function
     * @param policies    resource policies, JSON, by alias or version; the function's own policy has an empty name
     * @param unread      parts of the function that could not be read
     */
    public record FunctionSurface(
            FunctionFacts facts,
            String roleArn,
            String logGroup,
            List<FunctionSurface.Url> urls,
            Map<String, String> policies,
            List<FunctionSurface.SourceMapping> mappings,
            List<FunctionSurface.SentTo> sentTo,
            FunctionSurface.Variables variables,
            Set<Part> unread) {

        /**
         * A function URL.
         *
         * @param alias    the alias that has the URL, or empty
         * @param authType {@code NONE} or {@code AWS_IAM}, as AWS reports it
         */
        public record Url(String url, String alias, String authType) {}

        /**
         * The environment of a function. Values may be secrets. Breakwater uses only the names of resources in the
         * variables, and never shows a value.
         *
         * @param readable false when Lambda could not decrypt them
         */
        public record Variables(Map<String, String> values, boolean readable) {

            @Override
            public String toString() {
                return "Variables[" + values.size() + ", values not shown]";
            }
        }

        /**
         * An event source mapping.
         *
         * @param sourceArn          empty for a self-managed Kafka
         * @param enabled            whether the mapping is enabled and not about to be disabled
         * @param maximumConcurrency or -1
         * @param failureArn         the target to which failed records are sent, or empty
         */
        public record SourceMapping(String sourceArn, boolean enabled, int maximumConcurrency, String failureArn) {}

        /**
         * A target to which Lambda sends the results of invocations.
         *
         * @param when the kind of result: {@code on success}, {@code on failure} or {@code dead letters}
         */
        public record SentTo(String arn, String when) {}
    }

    /** A part of a function's configuration that needs its own call and permission. */
    public enum Part {
        TAGS("lambda:ListTags"),
        RESERVATION("lambda:GetFunctionConcurrency"),
        ALIASES("lambda:ListAliases"),
        URLS("lambda:ListFunctionUrlConfigs or lambda:GetFunctionUrlConfig"),
        POLICY("lambda:GetPolicy"),
        VERSIONS("lambda:ListVersionsByFunction"),
        APIS("apigateway:GET"),
        DESTINATIONS("lambda:GetFunctionEventInvokeConfig"),
        MAPPINGS("lambda:ListEventSourceMappings"),
        ROLE(
                "iam:ListRolePolicies, iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy and iam:GetPolicyVersion");

        private final String permission;

        Part(String permission) {
            this.permission = permission;
        }

        public String permission() {
            return permission;
        }
    }
}
