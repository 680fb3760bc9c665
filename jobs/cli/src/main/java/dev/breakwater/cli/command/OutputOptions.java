package dev.breakwater.cli.command;

import picocli.CommandLine.Option;

/** The output options of a command that shows data. */
public final class OutputOptions {

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    public boolean json() {
        return format == OutputFormat.JSON;
    }

    OutputFormat format() {
        return format;
    }

    /** The format in which a command prints data. */
    public enum OutputFormat {
        TEXT,
        JSON
    }
}
