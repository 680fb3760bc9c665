package dev.breakwater.bench.cost;

import java.util.List;

/**
 * The result of {@code bench cost}.
 *
 * @param java  the Java that ran it
 * @param cores of the machine
 */
public record CostResult(String java, int cores, List<Time> times, List<Bytes> bytes) {

    /** Nanoseconds of one observation: the median, least and most of the measured iterations. */
    public record Time(String what, double medianNs, double leastNs, double mostNs) {}

    /** Bytes of one function: the stored primitives, and the size on the heap. */
    public record Bytes(String what, int stored, long heap) {}
}
