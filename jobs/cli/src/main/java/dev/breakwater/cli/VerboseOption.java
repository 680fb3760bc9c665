package dev.breakwater.cli;

import picocli.CommandLine.Option;

/** {@code --verbose}, for every command. */
public final class VerboseOption {

    @Option(names = "--verbose", description = "Show the stack trace of an error.")
    public boolean verbose;

    /** A command that has the option. */
    public interface Has {
        boolean verbose();
    }
}
