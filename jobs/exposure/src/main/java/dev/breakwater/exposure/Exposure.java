package dev.breakwater.exposure;

import dev.breakwater.exposure.Exposure.Cost.Rates;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.model.Scope;
import java.util.List;

/**
 * The worst-case cost of all accounts and functions that were read.
 *
 * @param functions the functions, by risk, then by cost, then by name
 * @param accounts the accounts, the most expensive first
 * @param loops the loops, the most certain first
 */
public record Exposure(List<FunctionExposure> functions, List<Exposure.AccountExposure> accounts, List<Loop> loops) {

    /** Returns the part about the functions of this name. The accounts stay, because their functions share a limit. */
    public Exposure of(String name) {
        List<FunctionExposure> of =
                functions.stream().filter(f -> f.scope().key().equals(name)).toList();
        return new Exposure(
                of,
                accounts,
                of.stream().flatMap(f -> f.loops().stream()).distinct().toList());
    }

    /** Returns the highest cost of any function or account, or 0. An account's cost is the sum over its regions. */
    public double highestUsdPerHour() {
        double highest = 0;
        for (FunctionExposure f : functions)
            highest = Math.max(highest, f.cost().usdPerHour());
        for (AccountExposure a : accounts) highest = Math.max(highest, usdPerHour(a.account()));
        return highest;
    }

    /** Returns an account's cost over all regions. */
    private double usdPerHour(String account) {
        return accounts.stream()
                .filter(a -> a.account().equals(account))
                .mapToDouble(a -> a.cost().usdPerHour())
                .sum();
    }

    /**
     * The assumptions behind the worst-case cost.
     *
     * @param assumedConcurrency the account's limit if it could not be read
     * @param headroom           the factor from the highest peak of the history to a suggested reservation, 1 and above
     * @param nowMillis          epoch milliseconds
     */
    public record Terms(Rates rates, int assumedConcurrency, double headroom, long nowMillis) {}

    /**
     * The worst-case cost of one account and region: every reservation is fully used, and the most expensive functions
     * use the unreserved concurrency.
     *
     * @param limit the concurrent executions, read or assumed
     * @param reason     {@code ACCOUNT} or {@code ASSUMED}
     * @param unreserved the part of the limit for functions without a reservation
     * @param functions  number of functions
     * @param running    the concurrent executions that the cost includes; fewer than the limit if the functions cannot
     *     use the whole limit
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

    /**
     * A cost in USD an hour.
     *
     * @param compute the cost of GB-seconds
     * @param requests the cost of requests
     */
    public record Cost(double compute, double requests) {

        /** The requests per second that one unit of concurrency allows. */
        static final int REQUESTS_PER_SECOND = 10;

        private static final int SECONDS = 3_600;
        private static final int NIGHT_HOURS = 8;
        private static final int WEEKEND_HOURS = 48;

        static final Cost NOTHING = new Cost(0, 0);

        /**
         * Returns the cost of an hour of this many concurrent executions of the function, with as many requests as
         * these executions allow.
         */
        static Cost at(long concurrency, FunctionReading f, Rates rates) {
            double gb = f.facts().memoryMb() / 1024.0;
            double compute =
                    concurrency * gb * rates.usdPerGbSecond(f.scope(), f.facts().architecture()) * SECONDS;
            double requests = (double) concurrency * REQUESTS_PER_SECOND * SECONDS * rates.usdPerRequest(f.scope());
            return new Cost(compute, requests);
        }

        public Cost plus(Cost other) {
            return new Cost(compute + other.compute, requests + other.requests);
        }

        public double usdPerHour() {
            return compute + requests;
        }

        /** Returns the cost of a night in which nobody watches. */
        public double usdPerNight() {
            return usdPerHour() * NIGHT_HOURS;
        }

        /** Returns the cost of a weekend of 48 hours. */
        public double usdPerWeekend() {
            return usdPerHour() * WEEKEND_HOURS;
        }

        /** The prices that a function's account pays: the first tier's prices minus the account's discount. */
        public interface Rates {

            /** USD per GB-second. */
            double usdPerGbSecond(Scope function, String architecture);

            /** USD per request. */
            double usdPerRequest(Scope function);
        }
    }
}
