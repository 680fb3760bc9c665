package dev.breakwater.engine.control;

import dev.breakwater.model.function.Lever;
import java.util.List;

/**
 * The newest lease of a limit, according to the merged ledgers of all writers.
 *
 * @param lease    name of the lease; later leases have greater names
 * @param ours     the values that we set or tried to set, oldest first
 * @param found    value before our first limit, {@code LimitValue.NONE} for none
 * @param held     whether AWS confirmed a value of the lease, or a reading showed such a value
 * @param until    end of the lease, epoch milliseconds
 * @param returns  whether a release was begun
 * @param endedAt  when the end of the lease was observed, epoch milliseconds, or 0
 * @param handsOffUntil the time until which Breakwater leaves the function alone, epoch milliseconds, or 0
 */
public record KnownLease(
        String function,
        Lever lever,
        String lease,
        String incident,
        List<Integer> ours,
        int found,
        boolean held,
        long until,
        boolean returns,
        long endedAt,
        long handsOffUntil) {}
