package dev.breakwater.core.exposure;

import java.util.Set;

/**
 * A function as it was read.
 *
 * @param unread what could not be read of it; there "none" means nothing
 */
public record FunctionReading(
        FunctionKey key, Capacity capacity, Upkeep upkeep, Entrances entrances, Outputs outputs, Set<Fact> unread) {}
