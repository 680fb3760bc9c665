package dev.breakwater.connectors.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * The common part of readers that get their split without a request. Flink's task sleeps until one of the reader's
 * threads wakes it.
 *
 * @param <T> the type of the records
 * @param <S> the split
 */
public abstract class SingleSplitReader<T, S extends SourceSplit> implements SourceReader<T, S> {

    private volatile CompletableFuture<Void> available = new CompletableFuture<>();
    private volatile boolean noMoreSplits;

    @Override
    public final void start() {
        // requests nothing, because the enumerator assigns the split to the first reader
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

    /** Returns whether the enumerator has announced that it assigns no more splits. */
    protected final boolean noMoreSplits() {
        return noMoreSplits;
    }

    /** Makes Flink poll again. Any thread may call this method. */
    protected final void wake() {
        available.complete(null);
    }

    /**
     * Reports that there is no record at present. Flink sleeps until the method {@link #wake} is called, unless a
     * record has arrived meanwhile.
     */
    protected final InputStatus sleepUnless(BooleanSupplier something) {
        available = new CompletableFuture<>();
        // the future is renewed before the check, so that no record that arrives in between is missed
        if (something.getAsBoolean()) {
            wake();
        }
        return InputStatus.NOTHING_AVAILABLE;
    }

    /** Makes daemon threads, which end with the process. */
    protected static ScheduledExecutorService daemons(String name, int threads) {
        return Executors.newScheduledThreadPool(threads, new DaemonThreads(name));
    }
}
