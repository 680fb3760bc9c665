package dev.breakwater.exposure;

import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading.Capacity;
import dev.breakwater.exposure.model.FunctionId;

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
     * Returns the cost of an hour of this many concurrent executions of the function, with as many requests as these
     * executions allow.
     */
    static Cost at(long concurrency, FunctionReading f, Rates rates) {
        Capacity capacity = f.capacity();
        double compute = concurrency * capacity.gb() * rates.usdPerGbSecond(f.key(), capacity.architecture()) * SECONDS;
        double requests = (double) concurrency * REQUESTS_PER_SECOND * SECONDS * rates.usdPerRequest(f.key());
        return new Cost(compute, requests);
    }

    public Cost plus(Cost other) {
        return new Cost(compute + other.compute, requests + other.requests);
    }

    public double usdPerHour() {
        return compute + requests;
    }

    /** Returns the hours of a night in which nobody watches. */
    public double usdPerNight() {
        return usdPerHour() * NIGHT_HOURS;
    }

    /** Returns a weekend of 48 hours. */
    public double usdPerWeekend() {
        return usdPerHour() * WEEKEND_HOURS;
    }

    /** The prices that a function's account pays: the first tier's prices minus the account's discount. */
    public interface Rates {

        /** USD per GB-second. */
        double usdPerGbSecond(FunctionId function, String architecture);

        /** USD per request. */
        double usdPerRequest(FunctionId function);
    }
}
