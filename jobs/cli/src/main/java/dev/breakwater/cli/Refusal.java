package dev.breakwater.cli;

/** An error that the user can fix, with one line of text and the exit code. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public Refusal(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** An error (exit 1). */
    public static Refusal error(String line) {
        return new Refusal(1, line);
    }

    /** A mistake in the call (exit 2). */
    public static Refusal usage(String line) {
        return new Refusal(2, line);
    }
}
