package dev.breakwater.guard.wire;

/**
 * The result of reading the configuration file: accepted or refused.
 *
 * @param kind the result
 * @param id   the file's id; for REFUSED, the id of the refused file, empty if it could not be read
 * @param mode replaces the file's mode; empty: the file's own mode applies
 * @param text content of the file for TAKEN, otherwise empty
 * @param from time from which the book applies for TAKEN, epoch milliseconds
 * @param at   epoch milliseconds at which it was read
 * @param why  faults of the file for REFUSED, otherwise the file's place
 */
public record BookNews(Kind kind, String id, String mode, String text, long from, long at, String why) {

    /** The kinds of result. */
    public enum Kind {
        /** The file is a new book, which now applies. */
        TAKEN,
        /** The file is the book that already applies. */
        STANDS,
        /** The file is refused. The book before it still applies. */
        REFUSED
    }
}
