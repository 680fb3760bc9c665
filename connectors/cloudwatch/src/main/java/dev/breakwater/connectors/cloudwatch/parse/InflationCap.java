package dev.breakwater.connectors.cloudwatch.parse;

import java.io.Serializable;

/**
 * How far one gzip file may grow when it is inflated.
 *
 * @param maxBytes   most bytes in total
 * @param maxRatio   most inflated bytes for each compressed one ...
 * @param ratioAfter ... once this many bytes are inflated
 */
public record InflationCap(long maxBytes, long maxRatio, long ratioAfter) implements Serializable {
    /** 4 GiB in all, 1000 : 1 after 64 MiB. */
    public static final InflationCap DEFAULT = new InflationCap(4L << 30, 1000, 64L << 20);

    boolean exceeded(long compressed, long inflated) {
        return inflated > maxBytes || inflated > ratioAfter && inflated / Math.max(1, compressed) >= maxRatio;
    }
}
