package dev.breakwater.cli.command;

/** How a command prints data. */
enum OutputFormat {
    TEXT,
    JSON
}
