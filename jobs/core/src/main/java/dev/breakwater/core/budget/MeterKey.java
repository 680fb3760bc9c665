package dev.breakwater.core.budget;

/**
 * Identifies a meter: a budget for one account. A budget that every account has separately has one meter per account.
 *
 * @param budget  the budget's name
 * @param account the account; {@link dev.breakwater.core.model.Scope#WHOLE}: all of them together
 */
public record MeterKey(String budget, String account) {

    private static final char BETWEEN = '|';

    /** The text form {@code budget|account}, by which state is keyed and stored. */
    public String id() {
        return budget + BETWEEN + account;
    }

    /** The meter of an {@link #id()}. */
    public static MeterKey parse(String id) {
        int at = id.lastIndexOf(BETWEEN);
        return new MeterKey(id.substring(0, at), id.substring(at + 1));
    }
}
