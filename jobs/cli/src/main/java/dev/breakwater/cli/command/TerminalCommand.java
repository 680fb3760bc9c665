package dev.breakwater.cli.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command with its standard output and standard error. Returns the exit code. */
public abstract class TerminalCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** Returns the name of the person who runs the command, for requests and the ledger. */
    public static String user() {
        return user(System.getenv());
    }

    /** With sudo or in a container, the user of the operating system is nobody in particular. */
    static String user(Map<String, String> environment) {
        return Stream.of("BREAKWATER_USER", "SUDO_USER")
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(System.getProperty("user.name", ""));
    }

    protected final String name() {
        return spec.name();
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints a message on standard error at once. */
    protected final void note(String line) {
        err().println("breakwater: " + line);
        err().flush();
    }

    /** A command that shows data as text or as JSON. */
    public abstract static class OfData extends TerminalCommand {

        @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
        private Format format;

        protected final boolean json() {
            return format == Format.JSON;
        }

        /** The format in which a command prints data. */
        private enum Format {
            TEXT,
            JSON
        }
    }
}
