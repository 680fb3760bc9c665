package dev.breakwater.cli.command;

/** How a command prints data. */
public enum OutputFormat {
    TEXT,
    JSON
}
