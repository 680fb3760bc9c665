package dev.breakwater.core.watch;

/**
 * Acts in an account do not work, or work again.
 *
 * @param type     whether this is new, has become worse, or is over
 * @param account  the account
 * @param region   where it was seen
 * @param limit    the limit that showed it, empty when it is over
 * @param reason   why, or why it is over
 * @param limits   limits that cannot be set or given back now
 * @param releases of these, how many should be given back
 * @param at       epoch milliseconds
 */
public record ActEvent(
        Type type, String account, String region, String limit, String reason, int limits, int releases, long at) {

    /** What is told. */
    public enum Type {
        TRIGGER,
        /** Now something is held that cannot be given back. */
        UPDATE,
        RESOLVE
    }
}
