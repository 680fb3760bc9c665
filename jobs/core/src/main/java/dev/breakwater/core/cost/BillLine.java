package dev.breakwater.core.cost;

/**
 * What one function costs in a month, in nano-USD, after free tier, tiers and discount.
 *
 * @param computeNano     GB-seconds on demand, INIT apart
 * @param initNano        INIT
 * @param initErrorNano   standard error of an estimated INIT; 0 where it was told
 * @param provisionedNano provisioned concurrency, kept ready and running
 * @param addOnNano       what the calls caused elsewhere: no discount
 * @param freeRequests    requests that were free
 * @param freeMbMillis    MB-milliseconds that were free
 */
public record BillLine(
        Usage usage,
        long requestNano,
        long computeNano,
        long initNano,
        long initErrorNano,
        long ephemeralNano,
        long provisionedNano,
        long addOnNano,
        long freeRequests,
        long freeMbMillis) {

    public long totalNano() {
        return requestNano + computeNano + initNano + ephemeralNano + provisionedNano + addOnNano;
    }
}
