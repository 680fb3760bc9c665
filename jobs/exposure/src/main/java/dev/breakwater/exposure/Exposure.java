package dev.breakwater.exposure;

import dev.breakwater.exposure.Cost.Rates;
import dev.breakwater.exposure.loop.Loop;
import java.util.List;

/**
 * The worst case for everything that was read.
 *
 * @param functions by risk, nearest first, then the most expensive first, then by name
 * @param accounts  the most expensive first
 * @param loops     the surest first
 */
public record Exposure(List<FunctionExposure> functions, List<Exposure.AccountExposure> accounts, List<Loop> loops) {

    /**
     * The highest cost of all functions and accounts. An account's cost is the sum of its regions. 0 when there is
     * none.
     */
    public double highestUsdPerHour() {
        double highest = 0;
        for (FunctionExposure f : functions)
            highest = Math.max(highest, f.cost().usdPerHour());
        for (AccountExposure a : accounts) highest = Math.max(highest, usdPerHour(a.account()));
        return highest;
    }

    /** Over all regions. */
    private double usdPerHour(String account) {
        return accounts.stream()
                .filter(a -> a.account().equals(account))
                .mapToDouble(a -> a.cost().usdPerHour())
                .sum();
    }

    /**
     * The assumptions of the worst case.
     *
     * @param assumedConcurrency the account's limit if it could not be read
     * @param headroom           the factor from the highest peak of the history to a suggested reservation, 1 and above
     * @param nowMillis          epoch milliseconds
     */
    public record Terms(Rates rates, int assumedConcurrency, double headroom, long nowMillis) {}

    /**
     * The worst case of one account and region. Every reservation is fully used, and the most expensive functions use
     * the pool.
     *
     * @param limit      executions at once, read or assumed
     * @param reason     {@code ACCOUNT} or {@code ASSUMED}
     * @param unreserved of these, for functions without a reservation
     * @param functions  how many there are
     * @param running    concurrent executions in the cost; fewer than the limit if the functions cannot use all of it
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
}
