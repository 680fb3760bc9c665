package dev.breakwater.guard.wire;

import dev.breakwater.core.policy.FunctionFacts;

/**
 * A change of the inventory.
 *
 * @param key   the function: {@code account|region|function}
 * @param gone  whether it no longer exists
 * @param facts what is known of it now; of a function that is gone what was known last, or null
 */
public record FleetChange(String key, boolean gone, FunctionFacts facts) {}
