package dev.breakwater.core.exposure;

/** List prices of the first tier, discounts taken off. */
public interface Rates {

    /** USD of a GB-second. */
    double usdPerGbSecond(String region, String architecture);

    /** USD of a request. */
    double usdPerRequest(String region);
}
