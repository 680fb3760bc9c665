package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import java.util.Map;

/**
 * The configuration of a function.
 *
 * @param memoryMb       megabytes
 * @param architecture   {@code x86_64} or {@code arm64}
 * @param timeoutSeconds seconds
 * @param reservation    reserved concurrency, or {@link Reservation#NONE}
 * @param lastModifiedMillis epoch milliseconds of the last change of code or configuration, or -1 when unknown
 * @param tags           all tags, ours included
 */
public record FunctionDescription(
        FunctionRef ref,
        int memoryMb,
        String architecture,
        int timeoutSeconds,
        int reservation,
        long lastModifiedMillis,
        Map<String, String> tags) {

    /** Value of the lease tag, or null if there is none. */
    public String lease() {
        return tags.get(LeaseTags.LEASE);
    }
}
