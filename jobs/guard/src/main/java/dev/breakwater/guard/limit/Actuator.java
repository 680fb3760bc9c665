package dev.breakwater.guard.limit;

import dev.breakwater.connectors.lambda.lever.LimitApi.LeverFactory;
import dev.breakwater.connectors.source.DaemonThreads;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls on limits for one subtask. The actuator has a pool of threads, and an {@link AccountCalls} for each
 * account and region.
 */
public final class Actuator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Actuator.class);
    private static final int THREADS = 16;
    /**
     * How long to wait for open calls when the task ends. The wait is well below Flink's task.cancellation.timeout,
     * which is 180 s.
     */
    private static final long CLOSE_WITHIN_MILLIS = 60_000;

    /**
     * The access for calls on limits. This record is part of the job graph and contains no secret.
     *
     * @param levers opens the access to limits of an account and region
     * @param ledger the ledger in which the calls are recorded
     * @param owner  the name of this instance
     */
    public record Access(LeverFactory levers, LimitLedger.Factory ledger, String owner) implements Factory {
        @Override
        public Actuator open() {
            ExecutorService pool = Executors.newFixedThreadPool(THREADS, new DaemonThreads("breakwater-act"));
            return new Actuator(this, pool, System::currentTimeMillis);
        }
    }

    /** Creates the actuator on the machine that uses it. The factory is part of the job graph. */
    @FunctionalInterface
    public interface Factory extends Serializable {
        Actuator open();
    }

    private final Access access;
    private final LongSupplier clock;
    private final ExecutorService pool;
    private final Map<String, AccountCalls> accounts = new HashMap<>();

    /**
     * @param pool  the pool of threads that makes the calls; this object shuts the pool down
     * @param clock epoch milliseconds
     */
    public Actuator(Access access, ExecutorService pool, LongSupplier clock) {
        this.access = access;
        this.pool = pool;
        this.clock = clock;
    }

    /** Returns the calls of an account and region. */
    public AccountCalls of(String account, String region) {
        return accounts.computeIfAbsent(
                account + '|' + region,
                key -> new AccountCalls(
                        account,
                        region,
                        new LeverCalls(account, region, access.levers(), clock),
                        access.ledger().open(account, region),
                        pool,
                        clock,
                        new ActAlerts(access.owner(), account, region, clock)));
    }

    /** Waits for open calls even if interrupted, because an abandoned call may still change a limit. */
    @Override
    public void close() {
        pool.shutdown();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WITHIN_MILLIS);
        boolean interrupted = false;
        while (System.nanoTime() < end) {
            try {
                if (pool.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        pool.shutdownNow();
        accounts.values().forEach(Actuator::close);
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static void close(AccountCalls calls) {
        try {
            calls.close();
        } catch (IOException e) {
            LOG.warn("Closing the ledger failed: {}", e.toString());
        }
    }
}
