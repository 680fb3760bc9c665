package dev.breakwater.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A mistake in the call is one line: the error, a suggestion, and where the help is. */
final class UsageErrors implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String wrong = e.getMessage().lines().findFirst().orElse("usage");
        command.getErr()
                .println("breakwater: " + wrong + meant(e) + " see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String meant(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) return ";";
        List<String> near = unmatched.getSuggestions();
        return near.isEmpty() ? ";" : "; did you mean " + near.get(0) + "?";
    }
}
