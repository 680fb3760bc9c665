package dev.breakwater.exposure.model;

import dev.breakwater.exposure.iam.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts that were read about a function.
 *
 * @param unread the facts that could not be read; for these facts, the value "none" has no meaning
 */
public record FunctionReading(
        FunctionId key,
        Capacity capacity,
        Upkeep upkeep,
        EntryPoints entryPoints,
        FunctionReading.Outputs outputs,
        Set<Fact> unread) {

    /**
     * The size of a function.
     *
     * @param memoryMb       megabytes, 128 to 10,240
     * @param architecture   {@code x86_64} or {@code arm64}
     * @param timeoutSeconds seconds, 1 to 900
     * @param reserved       the function's own reservation, 0 and above, or {@link #NONE}
     */
    public record Capacity(int memoryMb, String architecture, int timeoutSeconds, int reserved) {

        /** No reservation, or none that could be read. */
        public static final int NONE = -1;

        /** Returns the billed memory in GB. */
        public double gb() {
            return memoryMb / 1024.0;
        }
    }

    /**
     * Facts that show whether anybody maintains a function.
     *
     * @param modifiedMillis epoch milliseconds of the last change of code or configuration, or {@link #UNKNOWN}
     * @param tags           all tags
     */
    public record Upkeep(long modifiedMillis, Map<String, String> tags) {

        public static final long UNKNOWN = -1;

        /** Returns whether somebody tagged the function. AWS's own tags and Breakwater's tags do not count. */
        public boolean tagged() {
            return tags.keySet().stream().anyMatch(key -> !key.startsWith("aws:") && !key.startsWith("breakwater:"));
        }
    }

    /**
     * The resources that a function can reach.
     *
     * @param logGroup     log group of the function, like {@code /aws/lambda/checkout}
     * @param destinations where Lambda sends the results of invocations
     * @param references   the resources that the function's environment names
     * @param role         the function's execution role
     */
    public record Outputs(String logGroup, List<Destination> destinations, List<Reference> references, Role role) {

        public static Outputs unknown() {
            return new Outputs("", List.of(), List.of(), Role.unread(""));
        }

        /**
         * A target to which Lambda itself sends the results of invocations.
         *
         * @param arn  queue, topic, bus, bucket or function
         * @param when text for people: {@code on success}, {@code on failure}, {@code dead letters}
         */
        public record Destination(String arn, String when) {}

        /**
         * An environment variable that names a resource.
         *
         * @param variable name of the variable; the value is not kept
         * @param arn      the resource
         */
        public record Reference(String variable, String arn) {}
    }
}
