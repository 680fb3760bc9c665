package dev.breakwater.exposure;

/**
 * The worst case of one account and region: every reservation is used up, and the most expensive functions use the
 * pool.
 *
 * @param limit      executions at once, read or assumed
 * @param reason     {@code ACCOUNT} or {@code ASSUMED}
 * @param unreserved of these, for functions without a reservation
 * @param functions  how many there are
 * @param running    executions at once that the cost is of: fewer than the limit where the functions cannot use it up
 */
public record AccountExposure(
        String account,
        String region,
        int limit,
        Cap.Reason reason,
        int unreserved,
        int functions,
        long running,
        Cost cost) {}
