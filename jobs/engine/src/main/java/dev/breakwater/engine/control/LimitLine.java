package dev.breakwater.engine.control;

import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.model.function.Lever;

/**
 * An observation of a limit, with the limit's lease, for the ledger.
 *
 * @param found the value before the lease's first limit
 * @param until end of the lease, epoch milliseconds; if a person changed or released the limit, the time until which
 *     Breakwater leaves the function alone
 * @param at    epoch milliseconds
 */
public record LimitLine(
        LimitEvent event, String function, Lever lever, String lease, String incident, int found, long until, long at) {

    public static LimitLine of(LimitEvent e, LimitState limit, long until, long at) {
        return new LimitLine(
                e,
                limit.function,
                limit.lever,
                limit.intent.lease,
                limit.intent.incident,
                limit.intent.found,
                until,
                at);
    }
}
