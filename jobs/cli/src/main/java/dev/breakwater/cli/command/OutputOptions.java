package dev.breakwater.cli.command;

import picocli.CommandLine.Option;

/** The output options of a command that shows data. */
public final class OutputOptions {

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    @Option(names = "--json", description = "The same as -o json.")
    private boolean json;

    public boolean json() {
        return json || format == OutputFormat.JSON;
    }

    OutputFormat format() {
        return json() ? OutputFormat.JSON : OutputFormat.TEXT;
    }

    /** The format in which a command prints data. */
    public enum OutputFormat {
        TEXT,
        JSON
    }
}
