package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.EffectsLog.EffectsLogFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The effects ledger as files: JSON lines, appended, each forced to the disk before the call returns and chained to the
 * line before it. One writer at a time (a lock on the newest file); readers need none.
 *
 * <p>A torn last line (the machine died while it was written, nobody was told that it was) is cut off and reported. Where
 * a line was changed, or lines that were written are gone, a new chain begins in a new segment; it names the last good
 * hash, and no new throttle begins until an operator has accepted it. Releases go on.
 */
public final class HashChainedLedger implements EffectsLog {

    /** A segment of this size is the last that is written to it, bytes. */
    public static final long SEGMENT_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(HashChainedLedger.class);
    private static final long ROOM_BYTES = 1 << 20;

    private final Segments segments;
    private final long segmentBytes;
    private EffectsMemory memory = new EffectsMemory();
    private FileChannel channel;
    private int segment;
    private long bodyStart;
    private long seq;
    private String hash = LedgerChain.ROOT;
    private String stop = "";
    private String stopped = "";
    private long tornBytes;

    private HashChainedLedger(Path file, long segmentBytes) {
        this.segments = Segments.of(file);
        this.segmentBytes = segmentBytes;
    }

    /**
     * Opens the ledger, or begins one; folders are made.
     *
     * @throws IOException when it cannot be written, or another writer has it
     */
    public static HashChainedLedger open(Path file) throws IOException {
        return open(file, SEGMENT_BYTES);
    }

    /**
     * Opens the ledger, or begins one; folders are made.
     *
     * @param segmentBytes how large a segment becomes before the next one begins, above 0
     * @throws IOException when it cannot be written, or another writer has it
     */
    public static HashChainedLedger open(Path file, long segmentBytes) throws IOException {
        HashChainedLedger ledger = new HashChainedLedger(file, segmentBytes);
        ledger.reopen();
        return ledger;
    }

    /** Opens the ledger where the job runs; a path as text, because it travels in the job graph. */
    public static EffectsLogFactory at(String file) {
        return at(file, SEGMENT_BYTES);
    }

    /** The same with segments of another size, bytes, above 0. */
    public static EffectsLogFactory at(String file, long segmentBytes) {
        return () -> open(Path.of(file), segmentBytes);
    }

    /** Reads all segments and finds the first broken link; a line torn at the end is one. */
    public static LedgerVerdict verify(Path file) throws IOException {
        return LedgerFiles.verify(file);
    }

    /** Bytes of a torn last line cut off at opening, 0 when there was none. */
    public long tornBytes() {
        return tornBytes;
    }

    @Override
    public void ensureWritable() throws IOException {
        boolean gone = channel != null && !Files.exists(segments.file(segment));
        if (gone || channel != null && channel.size() != channel.position()) {
            abandon();
        }
        if (channel == null) {
            reopen();
        }
        if (Files.getFileStore(segments.file(segment)).getUsableSpace() < ROOM_BYTES) {
            throw new IOException("no room for the ledger: " + segments.first());
        }
        heed();
    }

    @Override
    public String stopped() {
        return stopped;
    }

    @Override
    public boolean append(Effect effect) throws IOException {
        if (channel == null) {
            reopen();
        }
        if (memory.isRepeat(effect)) {
            return false;
        }
        if (channel.position() - bodyStart >= segmentBytes) {
            begin(LedgerNote.Kind.CONTINUED, stopped);
        }
        line(EffectJson.write(seq + 1, hash, effect, false));
        memory.remember(effect);
        return true;
    }

    @Override
    public Effect givenBack(LeverRef limit, String intent) {
        return memory.givenBack(limit, intent);
    }

    @Override
    public History history(LeverRef limit, long nowMillis) {
        return memory.history(limit, nowMillis);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void reopen() throws IOException {
        Files.createDirectories(segments.first().getParent());
        int newest = segments.newest();
        FileChannel opened = locked(segments.file(newest));
        boolean kept = false;
        try {
            if (segments.newest() != newest) {
                throw new IOException("ledger has another writer: " + segments.first());
            }
            take(opened, newest, LedgerTail.read(opened, hash));
            kept = channel != null;
        } finally {
            if (!kept) {
                opened.close();
            }
        }
    }

    private void take(FileChannel opened, int number, LedgerTail tail) throws IOException {
        tornBytes = tail.tornBytes();
        if (tornBytes > 0) {
            LOG.warn("Ledger {}: torn last line of {} bytes cut off", segments.file(number), tornBytes);
            opened.truncate(tail.end());
        }
        opened.position(tail.end());
        boolean begun = seq > 0;
        boolean whole = tail.fault().isEmpty();
        if (whole || !begun) {
            // what this process knows itself goes before what is left on the disk
            memory = EffectsMemory.of(tail.effects());
            seq = tail.seq();
            hash = tail.hash();
        }
        channel = opened;
        segment = Math.max(segment, number);
        bodyStart = tail.bodyStart();
        stop = whole ? tail.stop() : stop;
        stopped = whole ? tail.stopped() : stopped;
        if (!whole) {
            anew(tail.fault());
        }
    }

    /** What a reader or an operator has left for the writer. */
    private void heed() throws IOException {
        if (Files.exists(segments.lost())) {
            anew(Files.readString(segments.lost()).strip());
            Files.delete(segments.lost());
        }
        if (!stop.isEmpty()
                && Files.exists(segments.accepted())
                && Files.readString(segments.accepted()).strip().equals(stop)) {
            line(EffectJson.write(
                    seq + 1, hash, new LedgerNote(LedgerNote.Kind.ACCEPTED, System.currentTimeMillis(), "")));
            stop = "";
            stopped = "";
            Files.delete(segments.accepted());
        }
    }

    private void anew(String why) throws IOException {
        LOG.error("Ledger {}: {}; a new chain begins, and no new throttle until it is accepted", segments.first(), why);
        begin(LedgerNote.Kind.ANEW, why);
    }

    /** Begins a segment, which is there as a whole or not at all: a note, and all that is not given back. */
    private void begin(LedgerNote.Kind kind, String why) throws IOException {
        FileChannel before = channel;
        long now = System.currentTimeMillis();
        try {
            Files.deleteIfExists(segments.unfinished());
            channel = locked(segments.unfinished());
            line(EffectJson.write(seq + 1, hash, new LedgerNote(kind, now, why)));
            stop = why.isEmpty() ? "" : hash;
            stopped = why;
            for (Effect effect : memory.carried(now)) {
                line(EffectJson.write(seq + 1, hash, effect, true));
            }
            int number = Math.max(segment, segments.newest()) + 1;
            Files.move(segments.unfinished(), segments.file(number), StandardCopyOption.ATOMIC_MOVE);
            segment = number;
            bodyStart = channel.position();
        } catch (IOException e) {
            abandon();
            throw e;
        } finally {
            if (before != null) {
                before.close();
            }
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = opened.tryLock();
            if (lock != null) {
                return opened;
            }
        } catch (OverlappingFileLockException e) {
            opened.close();
            throw new IOException("ledger has another writer in this process: " + file, e);
        }
        opened.close();
        throw new IOException("ledger has another writer: " + file);
    }

    private void line(String body) throws IOException {
        String sealed = LedgerChain.seal(body);
        ByteBuffer bytes = ByteBuffer.wrap((sealed + '\n').getBytes(StandardCharsets.US_ASCII));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            // how much reached the disk is unknown: the next opening looks
            abandon();
            throw e;
        }
        seq++;
        hash = LedgerChain.hashOf(sealed);
    }

    private void abandon() {
        FileChannel broken = channel;
        channel = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (IOException e) {
            LOG.warn("Closing ledger {} failed: {}", segments.first(), e.toString());
        }
    }
}
