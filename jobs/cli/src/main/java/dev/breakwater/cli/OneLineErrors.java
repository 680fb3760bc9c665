package dev.breakwater.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** An error is one line that names the thing; the stack trace only with {@code --verbose}. */
final class OneLineErrors implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        Object subject = command.getCommand();
        if (subject instanceof VerboseOption.Has has && has.verbose()) {
            e.printStackTrace(command.getErr());
        } else {
            command.getErr().println("breakwater: " + line(e));
        }
        return e instanceof Refusal refusal ? refusal.exitCode() : 1;
    }

    private static String line(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root && !ours(root)) root = root.getCause();
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (ours(root)) return message;
        if (root instanceof NoSuchFileException) return root.getMessage() + ": no such file or folder";
        if (root instanceof AccessDeniedException) return root.getMessage() + ": permission denied";
        if (root instanceof FileSystemException) return message;
        return message.lines().findFirst().orElse("failed") + " ("
                + root.getClass().getSimpleName() + "; --verbose shows where)";
    }

    /** Exceptions of this project are written for the user; for others the type is shown. */
    private static boolean ours(Throwable e) {
        return e.getClass().getName().startsWith("dev.breakwater.") || e instanceof IllegalStateException;
    }
}
