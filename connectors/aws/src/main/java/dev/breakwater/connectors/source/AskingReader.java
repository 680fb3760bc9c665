package dev.breakwater.connectors.source;

import dev.breakwater.connectors.source.AskingSource.WholeSplit;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of an {@link AskingSource}. A thread calls the client at intervals, and passes the answers to Flink. The
 * reader emits the maximal watermark at once, because each answer has its own time.
 *
 * @param <T> the answer
 */
public abstract class AskingReader<T> extends SingleSplitReader<T, WholeSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(AskingReader.class);
    private static final Duration AFTER_A_BUG = Duration.ofMinutes(1);

    private final String name;
    private final Counter counted;
    private final Queue<T> told = new ConcurrentLinkedQueue<>();
    private List<WholeSplit> splits = List.of();
    private ScheduledExecutorService thread;
    private boolean marked;

    /**
     * @param name the thread's name
     * @param counted the counter of emitted answers
     */
    protected AskingReader(String name, Counter counted) {
        this.name = name;
        this.counted = counted;
    }

    /** Opens the client once the split has arrived. */
    protected void open() {}

    /**
     * Asks once, on the asking thread.
     *
     * @param out receives the answers
     * @return the time until the next call, at least 1 ms
     */
    protected abstract Duration ask(Consumer<T> out);

    /** Returns the time of an answer, in epoch milliseconds. */
    protected abstract long timeOf(T value);

    /** Closes what {@link #open} opened. The method may be called even if the method {@link #open} was not. */
    protected void shut() {}

    @Override
    public final void addSplits(List<WholeSplit> added) {
        splits = List.copyOf(added);
        open();
        thread = daemons(name, 1);
        thread.execute(this::turn);
        wake();
    }

    @Override
    public final InputStatus pollNext(ReaderOutput<T> output) {
        if (splits.isEmpty() && noMoreSplits()) return InputStatus.END_OF_INPUT;
        if (!splits.isEmpty() && !marked) {
            output.emitWatermark(Watermark.MAX_WATERMARK);
            marked = true;
        }
        T next = told.poll();
        if (next != null) {
            counted.inc();
            output.collect(next, timeOf(next));
            return InputStatus.MORE_AVAILABLE;
        }
        return sleepUnless(() -> !told.isEmpty());
    }

    @Override
    public final List<WholeSplit> snapshotState(long checkpointId) {
        return splits;
    }

    @Override
    public final void close() {
        if (thread != null) thread.shutdownNow();
        shut();
    }

    private void turn() {
        Duration pause = AFTER_A_BUG;
        try {
            pause = ask(told::add);
        } catch (RuntimeException e) {
            // without this catch, the executor would hide the exception and make no further call
            LOG.error("Reading {} failed and will be retried", name, e);
        }
        wake();
        try {
            thread.schedule(this::turn, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the reader has been closed meanwhile
        }
    }
}
