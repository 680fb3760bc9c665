package dev.breakwater.guard.wire;

/**
 * The result of reading the configuration file, which is accepted or refused.
 *
 * @param kind the result
 * @param id   the file's id; empty for REFUSED if the file could not be read
 * @param mode replaces the file's mode unless it is empty
 * @param text for TAKEN, the content of the file; otherwise empty
 * @param from for TAKEN, the time from which the book applies, epoch milliseconds
 * @param at   when the file was read, epoch milliseconds
 * @param why  for REFUSED, the faults of the file; otherwise the file's path
 */
public record BookNews(Kind kind, String id, String mode, String text, long from, long at, String why) {

    /** The kinds of result. */
    public enum Kind {
        /** The file is a new book and was accepted. */
        TAKEN,
        /** The file is the book that already applies. */
        STANDS,
        /** The file is refused. The book before it still applies. */
        REFUSED
    }
}
