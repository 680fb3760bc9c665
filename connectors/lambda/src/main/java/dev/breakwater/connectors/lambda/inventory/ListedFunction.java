package dev.breakwater.connectors.lambda.inventory;

/**
 * A function as a listing shows it.
 *
 * @param memoryMb           megabytes
 * @param architecture       {@code x86_64} or {@code arm64}
 * @param timeoutSeconds     seconds
 * @param lastModifiedMillis epoch milliseconds of the last change of code or configuration, or -1 when unknown
 * @param revision           changes with every change that Lambda counts, or empty
 */
public record ListedFunction(
        String name, int memoryMb, String architecture, int timeoutSeconds, long lastModifiedMillis, String revision) {}
