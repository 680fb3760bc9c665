package dev.breakwater.cli;

/** An error that the user can fix, with one line of text and the exit code. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a command that judges something and says no. */
    public static final int ANSWER_IS_NO = 3;

    private final int exitCode;

    public Refusal(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** Creates an error with exit code 1. */
    public static Refusal error(String line) {
        return new Refusal(1, line);
    }

    /** Creates a usage error with exit code 2. */
    public static Refusal usage(String line) {
        return new Refusal(2, line);
    }
}
