package dev.breakwater.model.exposure;

import dev.breakwater.model.function.FunctionFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        Set<Fact> unread) {

    /**
     * A function URL.
     *
     * @param alias    the alias that has the URL, or empty
     * @param authType {@code NONE} or {@code AWS_IAM}, as AWS reports it
     */
    public record Url(String url, String alias, String authType) {

        /**
         * Returns whether callers need no signature. Every value counts as open, except the value that
         * requires a signature.
         */
        public boolean open() {
            return !authType.equals("AWS_IAM");
        }
    }

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
