package dev.breakwater.guard.wire;

import dev.breakwater.core.policy.FunctionFacts;

/**
 * A change of the inventory.
 *
 * @param kind             what changed
 * @param key              the function: {@code account|region|function}; of a limit the place: {@code account|region}
 * @param facts            FACTS: what is known of the function now, else null
 * @param tagsKnown        FACTS: whether the tags were read; else what was known before counts
 * @param reservationKnown FACTS: whether the reservation was read; else what was known before counts
 * @param triggersKnown    FACTS: whether queues and streams were read; else what was known before counts
 * @param concurrency      LIMIT: the concurrency limit of the place, else -1
 */
public record FleetChange(
        Kind kind,
        String key,
        FunctionFacts facts,
        boolean tagsKnown,
        boolean reservationKnown,
        boolean triggersKnown,
        int concurrency) {

    /** What changed. */
    public enum Kind {
        FACTS,
        GONE,
        LIMIT
    }

    public static FleetChange facts(
            String key, FunctionFacts facts, boolean tagsKnown, boolean reservationKnown, boolean triggersKnown) {
        return new FleetChange(Kind.FACTS, key, facts, tagsKnown, reservationKnown, triggersKnown, -1);
    }

    public static FleetChange gone(String key) {
        return new FleetChange(Kind.GONE, key, null, true, true, true, -1);
    }

    public static FleetChange limit(String place, int concurrency) {
        return new FleetChange(Kind.LIMIT, place, null, true, true, true, concurrency);
    }

    /** The same with what could not be read taken from what was known before, which may be null. */
    public FleetChange onto(FunctionFacts before) {
        if (kind != Kind.FACTS || before == null || tagsKnown && reservationKnown && triggersKnown) return this;
        FunctionFacts merged = new FunctionFacts(
                facts.account(),
                facts.region(),
                facts.function(),
                facts.memoryMb(),
                facts.architecture(),
                facts.timeoutSeconds(),
                reservationKnown ? facts.reservation() : before.reservation(),
                facts.modifiedMinute(),
                tagsKnown ? facts.tags() : before.tags(),
                triggersKnown ? facts.triggers() : before.triggers());
        return facts(key, merged, true, true, true);
    }
}
