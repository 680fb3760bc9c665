package dev.breakwater.connectors.lambda;

/**
 * The value of reserved concurrency, or of any other limit, as an int. A number from 0 up is a value, and {@link #NONE}
 * means that there is no limit.
 */
public final class Reservation {

    /** No limit is set. NONE differs from 0, which stops a function. */
    public static final int NONE = -1;

    private static final String NONE_TEXT = "none";

    private Reservation() {}

    /** Returns {@code none} or a decimal number. */
    public static String text(int reservation) {
        return reservation == NONE ? NONE_TEXT : Integer.toString(reservation);
    }

    /**
     * Parses the result of {@link #text}.
     *
     * @throws NumberFormatException when the text has neither form
     */
    public static int parse(String text) {
        if (NONE_TEXT.equals(text)) {
            return NONE;
        }
        int value = Integer.parseInt(text);
        if (value < 0) {
            throw new NumberFormatException("negative");
        }
        return value;
    }
}
