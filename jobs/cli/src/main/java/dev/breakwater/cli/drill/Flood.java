package dev.breakwater.cli.drill;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.canary.Canary;
import dev.breakwater.connectors.source.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls the canary at a given rate, until a given number of calls is reached. If no thread is free, a call is skipped
 * and not queued.
 */
final class Flood implements AutoCloseable {

    private static final long MICROS = 1_000_000;
    private static final DaemonThreads DAEMONS = new DaemonThreads("breakwater-drill");

    private final Canary canary;
    private final Plan plan;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(DAEMONS);
    private final ThreadPoolExecutor hands;
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean stopped;
    private volatile String denied = "";

    Flood(Canary canary, Plan plan) {
        this.canary = canary;
        this.plan = plan;
        hands = new ThreadPoolExecutor(
                0, plan.atOnce(), 10, TimeUnit.SECONDS, new SynchronousQueue<>(), DAEMONS, (task, pool) -> {});
    }

    void start() {
        pace.scheduleAtFixedRate(this::beat, 0, MICROS / plan.rate(), TimeUnit.MICROSECONDS);
    }

    private void beat() {
        if (isOver()) pace.shutdown();
        else hands.execute(this::call);
    }

    private void call() {
        // the flood may have ended while a thread waited for its turn
        if (stopped || made.incrementAndGet() > plan.calls()) return;
        Answer<Boolean> answer = canary.call();
        if (answer.failedAs(Outcome.DENIED) || answer.failedAs(Outcome.MISSING)) {
            denied = answer.failure().text();
            stop();
        }
    }

    /** Stops at once. Open calls end within the function's timeout. */
    void stop() {
        stopped = true;
        pace.shutdownNow();
    }

    boolean isOver() {
        return stopped || made.get() >= plan.calls();
    }

    int made() {
        return Math.min(made.get(), plan.calls());
    }

    /** Returns the reason why AWS refuses the calls to the canary, or an empty text. */
    String denied() {
        return denied;
    }

    @Override
    public void close() {
        stop();
        hands.shutdownNow();
    }

    /**
     * The plan of a drill, including the highest possible cost.
     *
     * @param rate       largest number of calls per second
     * @param calls      largest number of calls in total
     * @param usdPerCall the cost of the longest possible call
     * @param facts      the facts about the canary
     */
    record Plan(String name, int rate, int calls, double usdPerCall, Canary.Facts facts) {

        private static final double ROUNDING = 1e-6;
        private static final int MOST_AT_ONCE = 50;

        /** Creates the plan with as many calls as time and money allow. */
        static Plan of(
                String name, int rate, Duration length, double usdAtMost, double usdPerCall, Canary.Facts facts) {
            long inTime = rate * length.toSeconds();
            return new Plan(
                    name,
                    rate,
                    (int) Math.min(inTime, Math.floor(usdAtMost / usdPerCall + ROUNDING)),
                    usdPerCall,
                    facts);
        }

        /** Returns the largest number of calls that run at the same time. */
        int atOnce() {
            return Math.min(MOST_AT_ONCE, Math.max(1, rate * facts.timeout()));
        }

        double usdAtMost() {
            return calls * usdPerCall;
        }

        Duration length() {
            return Duration.ofSeconds((calls + rate - 1) / rate);
        }

        List<String> lines() {
            return List.of(
                    String.format(
                            Locale.ROOT,
                            "drill on %s (%d MB, %d s a call at most): up to %d calls a second, %d at once, %d in all (%d s)",
                            name,
                            facts.memoryMb(),
                            facts.timeout(),
                            rate,
                            atOnce(),
                            calls,
                            length().toSeconds()),
                    String.format(
                            Locale.ROOT,
                            "costs %.2f USD at most; it sends a real page, and ends when the first limit is seen",
                            usdAtMost()));
        }
    }
}
