package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.model.Scope;
import dev.breakwater.model.OwnTags;
import dev.breakwater.model.LimitValue;
import java.util.Map;

/**
 * The configuration of a function.
 *
 * @param memoryMb       megabytes
 * @param architecture   {@code x86_64} or {@code arm64}
 * @param timeoutSeconds seconds
 * @param reservation    reserved concurrency, or {@link LimitValue#NONE}
 * @param lastModifiedMillis epoch milliseconds of the last change of code or configuration, or -1 when unknown
 * @param tags all tags, including Breakwater's
 * @param ephemeralMb    ephemeral storage, megabytes
 * @param provisioned the instances that provisioned concurrency keeps ready, or {@link #NEVER} if the function never
 *     had any
 */
public record FunctionDescription(
        Scope scope,
        int memoryMb,
        String architecture,
        int timeoutSeconds,
        int reservation,
        long lastModifiedMillis,
        Map<String, String> tags,
        int ephemeralMb,
        int provisioned) {

    /**
     * Stands for a function that never had provisioned concurrency, or for provisioned concurrency that was not read.
     */
    public static final int NEVER = -1;

    /** The ephemeral storage that every function has at no extra cost. */
    public static final int LEAST_MB = 512;

    /** Creates a function for which AWS charges only for memory. */
    public FunctionDescription(
            Scope scope,
            int memoryMb,
            String architecture,
            int timeoutSeconds,
            int reservation,
            long lastModifiedMillis,
            Map<String, String> tags) {
        this(scope, memoryMb, architecture, timeoutSeconds, reservation, lastModifiedMillis, tags, LEAST_MB, NEVER);
    }

    /** Returns the value of the lease tag, or null if there is none. */
    public String lease() {
        return tags.get(OwnTags.LEASE);
    }
}
