package dev.breakwater.connectors.lambda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The effects ledger as a file: JSON lines, appended, each forced to the disk before the call returns and chained to the
 * line before it. One writer at a time (a lock on the file); readers need none.
 *
 * <p>A torn last line (the machine died while it was written, nobody was told that it was) is cut off and reported.
 */
public final class HashChainedLedger implements EffectsLog {

    private static final Logger LOG = LoggerFactory.getLogger(HashChainedLedger.class);
    private static final long ROOM_BYTES = 1 << 20;

    private final Path file;
    private final EffectsMemory memory = new EffectsMemory();
    private FileChannel channel;
    private long seq;
    private String hash;
    private long tornBytes;

    private HashChainedLedger(Path file) {
        this.file = file;
    }

    /**
     * Opens the ledger, or begins one; folders are made.
     *
     * @throws IOException when it cannot be written, another writer has it, or its last line is damaged
     */
    public static HashChainedLedger open(Path file) throws IOException {
        HashChainedLedger ledger = new HashChainedLedger(file.toAbsolutePath());
        ledger.reopen();
        return ledger;
    }

    /** Opens the ledger where the job runs; a path as text, because it travels in the job graph. */
    public static EffectsLogFactory at(String file) {
        return () -> open(Path.of(file));
    }

    /** Finds the first broken link; a line torn at the end is one. */
    public static LedgerVerdict verify(Path file) throws IOException {
        return LedgerChain.verify(file);
    }

    /** Bytes of a torn last line cut off at opening, 0 when there was none. */
    public long tornBytes() {
        return tornBytes;
    }

    @Override
    public void ensureWritable() throws IOException {
        if (channel == null) {
            reopen();
        }
        if (!Files.exists(file)) {
            abandon();
            throw new IOException("ledger was taken away: " + file);
        }
        if (Files.getFileStore(file).getUsableSpace() < ROOM_BYTES) {
            throw new IOException("no room for the ledger: " + file);
        }
    }

    @Override
    public boolean append(Effect effect) throws IOException {
        if (channel == null) {
            reopen();
        }
        if (memory.isRepeat(effect)) {
            return false;
        }
        String line = LedgerChain.seal(EffectJson.write(seq + 1, hash, effect));
        try {
            write(line + '\n');
        } catch (IOException e) {
            // how much reached the disk is unknown: the next opening looks
            abandon();
            throw e;
        }
        seq++;
        hash = LedgerChain.hashOf(line);
        memory.remember(effect);
        return true;
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
        Files.createDirectories(file.getParent());
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(opened);
            LedgerTail tail = LedgerTail.read(opened);
            if (tail.tornBytes() > 0) {
                LOG.warn("Ledger {}: torn last line of {} bytes cut off", file, tail.tornBytes());
                opened.truncate(tail.end());
            }
            opened.position(tail.end());
            seq = tail.seq();
            hash = tail.hash();
            tornBytes = tail.tornBytes();
            tail.effects().forEach(memory::remember);
            channel = opened;
        } finally {
            if (channel != opened) {
                opened.close();
            }
        }
    }

    private void lock(FileChannel opened) throws IOException {
        try {
            FileLock lock = opened.tryLock();
            if (lock == null) {
                throw new IOException("ledger has another writer: " + file);
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("ledger has another writer in this process: " + file, e);
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private void abandon() {
        FileChannel broken = channel;
        channel = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (IOException e) {
            LOG.warn("Closing ledger {} failed: {}", file, e.toString());
        }
    }
}
