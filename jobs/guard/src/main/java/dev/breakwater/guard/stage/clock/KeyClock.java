package dev.breakwater.guard.stage.clock;

import dev.breakwater.core.budget.BudgetBook.MeterKey;
import dev.breakwater.core.model.Scope;
import dev.breakwater.guard.wire.ArrivalMarks;

/** Decides which clock the timers of a key use, from the form of the key's text. */
public enum KeyClock {
    /** The key is {@code account|region}, followed by a name for a function. */
    PLACE,
    /** The key is {@code kind|account|region|key}. */
    SCOPE,
    /** The key is {@code budget|account}. */
    METER,
    /** The clock of an account over all of its regions. */
    ACCOUNT,
    /** The clock of a key without an account. This clock has the newest minute of all accounts. */
    ALL;

    private static final char BETWEEN = '|';

    long of(String key) {
        return switch (this) {
            case PLACE -> place(key, 0);
            case SCOPE -> place(key, key.indexOf(BETWEEN) + 1);
            case METER -> account(MeterKey.parse(key).account());
            case ACCOUNT -> account(key);
            case ALL -> ArrivalMarks.ALL;
        };
    }

    private static long place(String key, int from) {
        int between = key.indexOf(BETWEEN, from);
        int end = key.indexOf(BETWEEN, between + 1);
        return ArrivalMarks.clock(
                key.substring(from, between), key.substring(between + 1, end < 0 ? key.length() : end));
    }

    private static long account(String account) {
        return account.equals(Scope.WHOLE) ? ArrivalMarks.ALL : ArrivalMarks.ofAccount(account);
    }
}
