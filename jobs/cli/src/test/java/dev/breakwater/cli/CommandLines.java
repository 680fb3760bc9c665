package dev.breakwater.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs a command in this JVM and keeps what it prints. */
public final class CommandLines {

    private CommandLines() {}

    /** The result of a command. */
    public record Run(int exit, String out, String err) {}

    public static Run run(String... args) {
        return run(Breakwater.commandLine(), args);
    }

    private static Run run(CommandLine line, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
        return new Run(exit, out.toString(), err.toString());
    }

    /**
     * One command line for thousands of commands, because creating a command line takes longer than running a command.
     */
    public static final class Kept {

        private final CommandLine line = Breakwater.commandLine();

        public Run run(String... args) {
            return CommandLines.run(line, args);
        }
    }
}
