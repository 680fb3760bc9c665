package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.aws.bucket.Folders.Overtaken;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the chain of one writer as JSON lines. Each line contains the hash of the line before it, and is forced to the
 * disk before the call returns. Several threads may use the writer.
 *
 * <p>No lock is kept between calls. Each call locks the chain, reads the lines that others have added, and adds its own
 * lines. A bucket has no lock, so a put succeeds only if the file has not changed. Therefore, two writers never fork a
 * chain, and each writer notices the other. An operator that finds a newer attempt stops with the exception {@link
 * NewerAttempt}. Other writers continue after the lines that they find, and log that they found lines.
 *
 * <p>An incomplete last line is cut off. If a line was changed, or written lines are gone, a new chain begins in a new
 * file and contains the last good hash. Until a person accepts the new chain, no new throttle may begin, and the method
 * {@link #stopped} gives the reason.
 */
public final class LedgerWriter implements Closeable {

    /** The size, in bytes, at which a file is complete. */
    public static final long SEGMENT_BYTES = 64L << 20;

    /** The largest number of waiting lines. */
    static final int WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    /** The size of a file in a bucket. The size is smaller than on a disk, because each call puts the whole file. */
    private static final long SEGMENT_BYTES_IN_A_BUCKET = 1 << 20;

    private static final int TRIES = 8;

    private final String writer;
    private final ChainEnd end;
    private final Clock clock;
    private final Deque<LedgerEntry> waiting = new ArrayDeque<>();
    private long dropped;
    private NewerAttempt newer;

    private LedgerWriter(String writer, ChainEnd end, Clock clock) {
        this.writer = writer;
        this.end = end;
        this.clock = clock;
    }

    /**
     * Creates a writer of this chain, without opening a file. Errors of reading or writing appear in the first call.
     *
     * @param folder the folder that contains a folder for each chain; it need not exist
     * @param writer the name of the chain, see {@link LedgerFolder}
     * @param segmentBytes the size at which the next file begins, above 0
     */
    public static LedgerWriter of(Path folder, String writer, long segmentBytes, Clock clock) {
        ChainFiles segments = LedgerFolder.segments(folder, writer);
        long size = segments.isShared() ? Math.min(segmentBytes, SEGMENT_BYTES_IN_A_BUCKET) : segmentBytes;
        return new LedgerWriter(writer, new ChainEnd(writer, segments, size, clock), clock);
    }

    /**
     * Begins a new attempt of an operator. The method writes a line with a higher number than all attempts in the
     * chain. Earlier attempts find that line when they write their own next line.
     *
     * @param by    the host or process, as text for people
     * @param known the newest attempt in the operator's state, or 0; if the chain lacks this attempt, lines are missing
     *              and a new chain begins
     * @return the number of the new attempt
     */
    public synchronized int beginAttempt(String account, String region, String by, int known) throws IOException {
        LedgerEntry begins = LedgerEntry.of(Kind.ATTEMPT, clock.instant())
                .place(account, region)
                .by(by);
        // the number of the new attempt is known only behind the last line of the chain
        append(begins.in(writer, known, 0, ""));
        return end.attempt();
    }

    /**
     * Checks that a line can be written, and writes lines that wait.
     *
     * @throws NewerAttempt when this attempt has to stop
     * @throws IOException when no line can be written now
     */
    public synchronized void ensureWritable() throws IOException {
        append();
    }

    /** Returns whether lines can be written and no line is waiting. */
    public synchronized boolean isWritable() throws NewerAttempt {
        try {
            ensureWritable();
            return true;
        } catch (NewerAttempt e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("Ledger chain {} cannot be written: {}", writer, e.toString());
            return false;
        }
    }

    /**
     * Returns the reason why the last call allowed no new throttle although lines could be written. The result is empty
     * if there is no reason.
     */
    public synchronized String stopped() {
        return end.stopped();
    }

    /** Returns whether the last call had found lines of another writer. */
    public synchronized boolean isShared() {
        return end.hasOthers();
    }

    /** Returns the number of bytes of incomplete last lines that were cut off. */
    public synchronized long tornBytes() {
        return end.tornBytes();
    }

    /**
     * Writes lines, after any waiting lines. All lines are durable when the call returns. If the call fails, the lines
     * of this call are not kept. If the caller passes the same objects again, they are not written twice.
     *
     * @throws NewerAttempt when this attempt has to stop
     * @throws IOException if the lines may not have been written; no change of a limit that needs them may begin
     */
    public synchronized void append(LedgerEntry... lines) throws IOException {
        if (newer != null) {
            throw newer;
        }
        List<LedgerEntry> all = new ArrayList<>();
        if (dropped > 0) {
            String text = dropped + " lines could not be written for too long and were dropped.";
            all.add(LedgerEntry.of(Kind.DROPPED, clock.instant()).detail(text));
        }
        all.addAll(waiting);
        all.addAll(List.of(lines));
        add(all);
        waiting.clear();
        dropped = 0;
    }

    /**
     * Writes lines now, or keeps them until they can be written. If more than 10,000 lines wait, the oldest lines are
     * dropped, and a new line records their number.
     *
     * @return whether the lines are durable
     * @throws NewerAttempt if this attempt has to stop; the lines are not kept
     */
    public synchronized boolean note(LedgerEntry... lines) throws NewerAttempt {
        waiting.addAll(List.of(lines));
        for (; waiting.size() > WAITING; dropped++) {
            end.drop(waiting.removeFirst());
        }
        try {
            append();
            return true;
        } catch (NewerAttempt e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("Ledger chain {}: {} lines wait: {}", writer, waiting.size(), e.toString());
            return false;
        }
    }

    /** Writes waiting lines, if possible. */
    @Override
    public synchronized void close() throws IOException {
        try {
            if (!waiting.isEmpty() && newer == null) {
                append();
            }
        } finally {
            end.close();
        }
    }

    /** Adds lines. Tries again if another writer was faster, or if an interrupt closed the file. */
    private void add(List<LedgerEntry> lines) throws IOException {
        // changes of limits must be recorded even if the thread was cancelled
        boolean interrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    end.add(lines);
                    return;
                } catch (NewerAttempt e) {
                    newer = e;
                    throw e;
                } catch (IOException e) {
                    boolean again = Thread.interrupted();
                    interrupted |= again;
                    again |= e instanceof Overtaken || e instanceof FileAlreadyExistsException;
                    if (!again || tries == TRIES) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Thrown if a newer attempt of the same operator writes this chain. Either this attempt outlived a failover, or a
     * second job has the same instance name. The caller must stop setting and releasing limits. The writer refuses
     * every later call.
     */
    public static final class NewerAttempt extends IOException {

        private static final long serialVersionUID = 1L;

        NewerAttempt(String writer, int own, LedgerEntry newest) {
            super("Ledger chain " + writer + ": attempt " + newest.link().attempt()
                    + (newest.cause().by().isEmpty()
                            ? ""
                            : " by " + newest.cause().by()) + " began at " + newest.at()
                    + ", so attempt "
                    + own
                    + " stops. If two jobs run under this instance name, stop one of them.");
        }
    }
}
