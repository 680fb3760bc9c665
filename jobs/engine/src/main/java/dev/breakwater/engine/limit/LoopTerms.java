package dev.breakwater.engine.limit;

import dev.breakwater.model.function.LeaseTag;
import java.util.Set;

/**
 * The instance's identity in tags, and the concurrency that is free.
 *
 * @param owner  name of this instance, as in its tags
 * @param adopts names of earlier instances whose leases this instance treats as its own
 * @param room   how much more concurrency can be reserved at AWS, -1 if unknown
 */
public record LoopTerms(String owner, Set<String> adopts, long room) {
    boolean owns(String by) {
        return by.equals(LeaseTag.name(owner)) || adopts.stream().anyMatch(a -> by.equals(LeaseTag.name(a)));
    }
}
