package dev.breakwater.config;

import java.io.Serializable;

/**
 * Where decisions and effects are written.
 *
 * @param path an absolute local folder
 */
public record LedgerSettings(
        @Key(initial = "./var/ledger", meaning = "local folder")
        String path) implements Serializable {}
