package dev.breakwater.core.policy;

import java.util.Map;

/**
 * What the inventory knows of a function.
 *
 * @param reserved reserved concurrency found, or -1 when none is set
 */
public record FunctionFacts(
        String account,
        String region,
        String function,
        int memoryMb,
        String architecture,
        int timeoutSeconds,
        int reserved,
        Map<String, String> tags)
        implements java.io.Serializable {}
