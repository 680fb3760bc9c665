package dev.breakwater.config;

import java.io.Serializable;

/**
 * Where decisions and effects are written.
 *
 * @param path      an absolute local folder
 * @param segmentMb MiB, 1 to 1024: a file of lines that has as many is set aside, and the next one begun
 */
public record LedgerSettings(
        @Key(initial = "./var/ledger", meaning = "local folder")
        String path,

        @Key(
                initial = "64",
                min = 1,
                max = 1024,
                meaning = "a file of lines that has so many MiB is set aside, and the next begun")
        int segmentMb)
        implements Serializable {

    /** From this size on a file of lines is set aside, bytes. */
    public long segmentBytes() {
        return (long) segmentMb << 20;
    }
}
