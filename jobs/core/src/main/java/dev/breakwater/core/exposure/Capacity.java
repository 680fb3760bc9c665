package dev.breakwater.core.exposure;

/**
 * The size of a function.
 *
 * @param memoryMb       megabytes, 128 to 10,240
 * @param architecture   {@code x86_64} or {@code arm64}
 * @param timeoutSeconds seconds, 1 to 900
 * @param reserved       its own reservation, 0 and above, or {@link #NONE}
 */
public record Capacity(int memoryMb, String architecture, int timeoutSeconds, int reserved) {

    /** No reservation, or none that could be read. */
    public static final int NONE = -1;

    /** Memory in GB, as it is billed. */
    public double gb() {
        return memoryMb / 1024.0;
    }
}
