package dev.breakwater.config;

import java.io.Serializable;

/**
 * Where decisions and effects are written.
 *
 * @param path an absolute local folder
 * @param rotateAtMb size from which on a file is set aside and a new one begun, MiB
 */
public record LedgerSettings(
        @Key(initial = "./var/ledger", meaning = "local folder")
        String path,

        @Key(
                initial = "64",
                min = 1,
                max = 1024,
                meaning = "size from which on a file is set aside under the next number and a new one begun, MiB")
        int rotateAtMb)
        implements Serializable {}
