package dev.breakwater.cli;

import picocli.CommandLine.Option;

/** The option {@code --verbose}, which every command has. */
public final class VerboseOption {

    @Option(names = "--verbose", description = "Show the stack trace of an error.")
    public boolean verbose;

    /** A command that has the option --verbose. */
    public interface Has {
        boolean verbose();
    }
}
