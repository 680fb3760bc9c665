package dev.breakwater.engine.control;

import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.model.function.Lever;

/**
 * An observation of a limit, for the ledger.
 *
 * @param value the value at AWS if it was read, {@code LimitValue.NONE} for no limit
 * @param found the value before the lease's first limit
 * @param until end of the lease, epoch milliseconds; if a person changed or released the limit, the time until which
 *     Breakwater leaves the function alone
 * @param at    epoch milliseconds
 */
public record LimitLine(
        LimitEvent.Kind kind,
        String function,
        Lever lever,
        String lease,
        String incident,
        int value,
        int found,
        long until,
        String words,
        long at) {

    public static LimitLine of(LimitEvent e, LimitState limit, long until, long at) {
        return new LimitLine(
                e.kind(),
                limit.function,
                limit.lever,
                limit.intent.lease,
                limit.intent.incident,
                e.value(),
                limit.intent.found,
                until,
                e.words(),
                at);
    }
}
