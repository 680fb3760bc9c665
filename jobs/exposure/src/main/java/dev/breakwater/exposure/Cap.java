package dev.breakwater.exposure;

import dev.breakwater.exposure.ExposureAssessor.Pool;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.model.Wire;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import java.util.List;

/**
 * The concurrency that a function can actually reach.
 *
 * @param concurrency the concurrent executions, 0 and above
 * @param text a text for people about the cap's source
 */
public record Cap(int concurrency, Cap.Reason reason, String text) {

    /** The note about a function whose present limit is ours. The cap is the one after its release. */
    public static final String THROTTLED = "Breakwater holds a lower limit now, and this applies after its release";

    private static final int STEP = 1_000;
    private static final int STEP_SECONDS = 10;

    /** Returns the seconds from a cold start to the cap. Lambda adds 1,000 executions every 10 s to a function. */
    public int rampSeconds() {
        return concurrency <= STEP ? 0 : (concurrency + STEP - 1) / STEP * STEP_SECONDS - STEP_SECONDS;
    }

    /** Returns the requests per second that keep the function at its cap if each request runs until its timeout. */
    public double requestsPerSecondToHold(int timeoutSeconds) {
        return (double) concurrency / timeoutSeconds;
    }

    /** The source of the cap. */
    public enum Reason implements Wire {
        /** The function's own reservation. */
        RESERVED,
        /** The account's limit minus all reservations. */
        ACCOUNT,
        /** The function's event source mappings, if no other known caller starts the function. */
        MAPPING,
        /** The assumed limit, because the account's limit is unknown. */
        ASSUMED;
    }

    /**
     * @param invokers the known invokers
     */
    static Cap of(FunctionReading f, Pool pool, List<Invoker> invokers) {
        int reserved = f.reserved();
        Cap base = reserved >= 0
                ? new Cap(reserved, Reason.RESERVED, "its own reservation")
                : new Cap(pool.size(), pool.reason(), pool.text());
        int polled = polled(f, invokers);
        Cap cap = polled < 0 || polled >= base.concurrency()
                ? base
                : new Cap(polled, Reason.MAPPING, "the concurrency that its mappings allow; no other caller is known");
        return f.throttled() ? new Cap(cap.concurrency, cap.reason, cap.text + "; " + THROTTLED) : cap;
    }

    /**
     * Returns the number of calls that mappings can start at once, if mappings are the only invokers and each has a
     * maximum. Otherwise returns -1.
     */
    private static int polled(FunctionReading f, List<Invoker> invokers) {
        boolean known = f.unread().stream().noneMatch(u -> u.decidesPublic() || u == Fact.MAPPINGS);
        List<SourceMapping> on = f.entryPoints().mappings().stream()
                .filter(SourceMapping::enabled)
                .toList();
        boolean only =
                known && !on.isEmpty() && invokers.stream().allMatch(i -> i.kind() == Invoker.Kind.OFF || i.polls());
        if (!only || on.stream().anyMatch(m -> m.maximumConcurrency() < 0)) return -1;
        long sum = on.stream().mapToLong(SourceMapping::maximumConcurrency).sum();
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }
}
