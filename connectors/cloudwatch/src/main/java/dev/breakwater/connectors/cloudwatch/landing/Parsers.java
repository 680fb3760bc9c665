package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.parse.MetricStreamParser;
import dev.breakwater.connectors.source.DaemonThreads;
import java.io.Closeable;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Parses blocks of lines on its own threads, and on the thread that waits for them. If a caller takes the blocks in
 * order, the items stay in order.
 */
final class Parsers implements Closeable {

    private final int ahead;
    private final ExecutorService pool;
    private final Queue<MetricStreamParser> idle = new ConcurrentLinkedQueue<>();
    private long newestMillis;

    /**
     * @param threads number of threads in addition to the waiting thread, at least 0
     * @param folders the number of folders that are read, at least 1
     * @param newestMillis timestamps above this limit, in epoch ms, count as future timestamps
     */
    Parsers(int threads, int folders, long newestMillis) {
        ahead = threads == 0 ? 1 : Math.max(2, 2 * (threads + 1) / folders);
        this.newestMillis = newestMillis;
        pool = threads == 0 ? null : Executors.newFixedThreadPool(threads, new DaemonThreads(LandingSource.PARSER));
    }

    /** The limit applies to blocks whose parsing begins after this call. */
    void acceptUntil(long millis) {
        newestMillis = millis;
    }

    /** Returns the number of blocks that a folder reads ahead, so that every thread has work. */
    int ahead() {
        return ahead;
    }

    /** Begins to parse a block. */
    Parsing begin(LineBlock block) {
        Parsing parsing = new Parsing(block, newestMillis);
        if (pool != null) {
            pool.execute(parsing);
        }
        return parsing;
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    /** A block, and whether it was already parsed. */
    final class Parsing extends FutureTask<LineBlock> {

        private Parsing(LineBlock block, long acceptUntil) {
            super(() -> {
                MetricStreamParser parser = idle.poll();
                if (parser == null) {
                    parser = new MetricStreamParser(acceptUntil);
                }
                parser.acceptUntil(acceptUntil);
                block.parse(parser);
                idle.add(parser);
                return block;
            });
        }

        /**
         * Waits until the block is parsed. While it waits, the calling thread parses this block and later blocks,
         * unless another thread has begun them.
         */
        LineBlock parsed(Collection<Parsing> following) {
            // cancelling does not stop a block that a thread has begun
            run();
            for (Parsing next : following) {
                if (isDone()) break;
                next.run();
            }
            try {
                return get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while lines are parsed", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("parsing failed", e.getCause());
            }
        }
    }
}
