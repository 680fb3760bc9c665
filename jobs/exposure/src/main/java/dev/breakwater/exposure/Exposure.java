package dev.breakwater.exposure;

import dev.breakwater.exposure.Cost.Rates;
import dev.breakwater.exposure.loop.Loop;
import java.util.List;

/**
 * The worst case of all accounts and functions that were read.
 *
 * @param functions the most urgent risk first, then the most expensive first, then by name
 * @param accounts  the most expensive first
 * @param loops     the most certain first
 */
public record Exposure(List<FunctionExposure> functions, List<Exposure.AccountExposure> accounts, List<Loop> loops) {

    /**
     * The highest cost of any function or account. An account's cost is the sum over its regions. 0 if there is none.
     */
    public double highestUsdPerHour() {
        double highest = 0;
        for (FunctionExposure f : functions)
            highest = Math.max(highest, f.cost().usdPerHour());
        for (AccountExposure a : accounts) highest = Math.max(highest, usdPerHour(a.account()));
        return highest;
    }

    /** An account's cost over all regions. */
    private double usdPerHour(String account) {
        return accounts.stream()
                .filter(a -> a.account().equals(account))
                .mapToDouble(a -> a.cost().usdPerHour())
                .sum();
    }

    /**
     * The assumptions that the worst case makes.
     *
     * @param assumedConcurrency the account's limit if it could not be read
     * @param headroom           the factor from the highest peak of the history to a suggested reservation, 1 and above
     * @param nowMillis          epoch milliseconds
     */
    public record Terms(Rates rates, int assumedConcurrency, double headroom, long nowMillis) {}

    /**
     * The worst case of one account and region: every reservation is fully used, and the most expensive functions use
     * the pool.
     *
     * @param limit      executions at once, read or assumed
     * @param reason     {@code ACCOUNT} or {@code ASSUMED}
     * @param unreserved the part of the limit for functions without a reservation
     * @param functions  number of functions
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
