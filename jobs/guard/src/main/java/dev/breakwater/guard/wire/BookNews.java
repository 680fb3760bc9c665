package dev.breakwater.guard.wire;

/**
 * The result of reading the configuration file, which is accepted or refused.
 *
 * @param kind the result
 * @param id   the file's id; empty if the file was refused because it could not be read
 * @param mode replaces the file's mode unless it is empty
 * @param text the file's content if it was accepted (TAKEN), otherwise empty
 * @param from the time from which an accepted book applies, epoch milliseconds
 * @param at   when the file was read, epoch milliseconds
 * @param why  the faults of a refused file; for any other kind, the file's path
 * @param ends whether an alert about an earlier refusal may be open, so that it must end
 */
public record BookNews(Kind kind, String id, String mode, String text, long from, long at, String why, boolean ends) {

    /** The kinds of result. */
    public enum Kind {
        /** The file is a new book and was accepted. */
        TAKEN,
        /** The file is the book that already applies. */
        STANDS,
        /** The file is refused. The book before this file still applies. */
        REFUSED
    }
}
