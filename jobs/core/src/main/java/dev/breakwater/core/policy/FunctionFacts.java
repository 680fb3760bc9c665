package dev.breakwater.core.policy;

import java.util.Map;

/**
 * What the inventory knows of a function.
 *
 * @param reservation    reserved concurrency found
 * @param modifiedMinute minute (epoch seconds / 60) of the last change of code or configuration, or -1 when unknown
 */
public record FunctionFacts(
        String account,
        String region,
        String function,
        int memoryMb,
        String architecture,
        int timeoutSeconds,
        ReservationFacts reservation,
        long modifiedMinute,
        Map<String, String> tags)
        implements java.io.Serializable {}
