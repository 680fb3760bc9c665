package dev.breakwater.guard.wire;

/**
 * The news about the configuration file: taken up or refused.
 *
 * @param kind the result
 * @param id   the file's id; for REFUSED, the id of the refused file, empty if it could not be read
 * @param mode taken instead of the file's own; empty: the file's
 * @param text for TAKEN its content, otherwise empty
 * @param from for TAKEN epoch milliseconds from which it applies
 * @param at   epoch milliseconds at which it was read
 * @param why  for REFUSED the faults, otherwise the file's place
 */
public record BookNews(Kind kind, String id, String mode, String text, long from, long at, String why) {

    /** The result of reading it. */
    public enum Kind {
        /** It is a new book, which applies. */
        TAKEN,
        /** It is the book that already applies. */
        STANDS,
        /** The book before it continues. */
        REFUSED
    }
}
