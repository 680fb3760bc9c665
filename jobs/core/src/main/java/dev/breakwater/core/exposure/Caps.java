package dev.breakwater.core.exposure;

import java.util.List;

/** The concurrency that a function can really reach. */
final class Caps {

    private Caps() {}

    /**
     * @param invokers who can start it, as far as it is known
     */
    static Cap of(FunctionReading f, Pool pool, List<Invoker> invokers) {
        int reserved = f.capacity().reserved();
        Cap base = reserved >= 0
                ? new Cap(reserved, CapReason.RESERVED, "its own reservation")
                : new Cap(pool.size(), pool.reason(), pool.text());
        int polled = polled(f, invokers);
        return polled < 0 || polled >= base.concurrency()
                ? base
                : new Cap(
                        polled,
                        CapReason.MAPPING,
                        "what its mappings start at once; nothing else is known to start it");
    }

    /** What mappings start at once when they, each with a maximum, are all there is; else -1. */
    private static int polled(FunctionReading f, List<Invoker> invokers) {
        boolean known = f.unread().stream().noneMatch(u -> u.decidesPublic() || u == Fact.MAPPINGS);
        List<Mapping> on =
                f.entrances().mappings().stream().filter(Mapping::enabled).toList();
        boolean only =
                known && !on.isEmpty() && invokers.stream().allMatch(i -> i.kind() == Invoker.Kind.OFF || i.polls());
        if (!only || on.stream().anyMatch(m -> m.maximumConcurrency() < 0)) return -1;
        long sum = on.stream().mapToLong(Mapping::maximumConcurrency).sum();
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }
}
