package dev.breakwater.connectors.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * The common part of readers that get their split unasked: how Flink's task sleeps and is woken by their threads.
 *
 * @param <T> what is read
 * @param <S> the split
 */
public abstract class SingleSplitReader<T, S extends SourceSplit> implements SourceReader<T, S> {

    private volatile CompletableFuture<Void> available = new CompletableFuture<>();
    private volatile boolean noMoreSplits;

    @Override
    public final void start() {
        // the enumerator assigns the split to the first reader unasked
    }

    @Override
    public final CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public final void notifyNoMoreSplits() {
        noMoreSplits = true;
        wake();
    }

    @Override
    public abstract void close();

    /** Whether the enumerator has said that nothing more is assigned. */
    protected final boolean noMoreSplits() {
        return noMoreSplits;
    }

    /** Has Flink poll again; from any thread. */
    protected final void wake() {
        available.complete(null);
    }

    /** Nothing now: Flink sleeps until {@link #wake}, unless something has arrived. */
    protected final InputStatus sleepUnless(BooleanSupplier something) {
        available = new CompletableFuture<>();
        // renewed before looking, so that nothing that arrives in between is lost
        if (something.getAsBoolean()) {
            wake();
        }
        return InputStatus.NOTHING_AVAILABLE;
    }

    /** Threads that end with the process. */
    protected static ScheduledExecutorService daemons(String name, int threads) {
        return Executors.newScheduledThreadPool(threads, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
