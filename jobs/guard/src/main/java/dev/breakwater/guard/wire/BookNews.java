package dev.breakwater.guard.wire;

/**
 * The result of reading the configuration file: accepted or refused.
 *
 * @param kind the result
 * @param id   the file's id; for REFUSED, the id of the refused file, empty if it could not be read
 * @param mode replaces the file's mode; empty: the file's own mode applies
 * @param text for TAKEN its content, otherwise empty
 * @param from for TAKEN epoch milliseconds from which it applies
 * @param at   epoch milliseconds at which it was read
 * @param why  for REFUSED the faults, otherwise the file's place
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
