package dev.breakwater.guard.wire;

/**
 * when AWS reported it
 *
 * @param kind what became of it
 * @param id   what the file is called by; of REFUSED the one that was refused, empty if it could not be read
 * @param mode taken instead of the file's own; empty: the file's
 * @param text of TAKEN what it says, otherwise empty
 * @param from of TAKEN epoch milliseconds from which it holds
 * @param at   epoch milliseconds at which it was read
 * @param why  of REFUSED what is wrong, otherwise where the file is
 */
public record BookNews(Kind kind, String id, String mode, String text, long from, long at, String why) {

    /** The news about the configuration file: taken up or refused. */
    public enum Kind {
        /** It is another book than before, and holds. */
        TAKEN,
        /** It is the book that holds already. */
        STANDS,
        /** The book before it continues. */
        REFUSED
    }
}
