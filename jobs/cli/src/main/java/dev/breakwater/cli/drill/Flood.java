package dev.breakwater.cli.drill;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.canary.Canary;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls the canary at a rate, up to a number of calls. If no thread is free, a call is skipped and not queued. */
final class Flood implements AutoCloseable {

    private static final long MICROS = 1_000_000;

    private final Canary canary;
    private final Plan plan;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(Flood::daemon);
    private final ThreadPoolExecutor hands;
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean stopped;
    private volatile String denied = "";

    Flood(Canary canary, Plan plan) {
        this.canary = canary;
        this.plan = plan;
        hands = new ThreadPoolExecutor(
                0, plan.atOnce(), 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Flood::daemon, (task, pool) -> {});
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

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "breakwater-drill");
        thread.setDaemon(true);
        return thread;
    }
}
