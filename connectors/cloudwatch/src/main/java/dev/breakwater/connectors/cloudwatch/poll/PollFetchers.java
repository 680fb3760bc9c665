package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.source.DaemonThreads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** The threads that call CloudWatch. The threads share only requests and results with the task thread. */
final class PollFetchers implements AutoCloseable {
    private static final int THREADS_EACH = 4;
    private static final int MOST_THREADS = 24;

    private final Map<String, MetricsApi> apis = new HashMap<>();
    private final ConcurrentLinkedQueue<Fetch.Result> results = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private final ExecutorService threads;
    private final Runnable onResult;

    PollFetchers(List<PollTarget> targets, MetricsApi.Factory factory, Runnable onResult) {
        this.onResult = onResult;
        for (PollTarget target : targets) {
            apis.put(target.id(), factory.open(target));
        }
        int count = Math.min(MOST_THREADS, THREADS_EACH * targets.size());
        threads = Executors.newFixedThreadPool(count, new DaemonThreads("cloudwatch-poll"));
    }

    void start(Fetch.Request request) {
        MetricsApi api = apis.get(request.target().id());
        try {
            threads.execute(() -> fetch(request, api));
        } catch (RejectedExecutionException e) {
            // the feed is closing, so nobody waits for the result
        }
    }

    /** Returns the next result, or null if there is none yet. */
    Fetch.Result poll() {
        Throwable bug = broken.get();
        if (bug != null) {
            throw new IllegalStateException("asking CloudWatch failed", bug);
        }
        return results.poll();
    }

    boolean hasResults() {
        return !results.isEmpty() || broken.get() != null;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        apis.values().forEach(MetricsApi::close);
    }

    private void fetch(Fetch.Request request, MetricsApi api) {
        try {
            results.add(Fetch.run(request, api));
        } catch (RuntimeException | Error e) {
            // otherwise the executor would hide the exception, and the feed would wait forever; while the feed closes,
            // clients may throw anything
            if (!threads.isShutdown()) {
                broken.set(e);
            }
        }
        onResult.run();
    }
}
