package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.aws.bucket.Folders;
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
 * <p>In a bucket there is no lock: a line is added by putting the segment anew on condition that it is as it was read. Of two
 * writers one is told, reads what is there, and goes on behind it; a segment's last line says that it is the last.
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
    /** Each line puts the whole segment. */
    private static final long SEGMENT_BYTES_IN_A_BUCKET = 1 << 20;
    /** In a bucket each look is a call. */
    private static final long LOOK_EVERY_MILLIS = 5_000;

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
    /** Of which nobody said that it was written, the hash of its line, and whether that was seen since. */
    private Effect tried;

    private String triedHash = "";
    private boolean arrived;
    private long lookedAt;

    private HashChainedLedger(Path file, long segmentBytes) {
        this.segments = Segments.of(file);
        this.segmentBytes = segments.isShared() ? Math.min(segmentBytes, SEGMENT_BYTES_IN_A_BUCKET) : segmentBytes;
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

    /** Opens the ledger where the job runs; a path as a text of {@link Folders}, because it travels in the job graph. */
    public static EffectsLogFactory at(String file) {
        return at(file, SEGMENT_BYTES);
    }

    /** The same with segments of another size, bytes, above 0. */
    public static EffectsLogFactory at(String file, long segmentBytes) {
        return () -> open(Folders.of(file), segmentBytes);
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
        long now = System.currentTimeMillis();
        if (channel != null && segments.isShared() && now - lookedAt < LOOK_EVERY_MILLIS) {
            return;
        }
        lookedAt = now;
        boolean gone = channel != null && !Segments.isThere(segments.file(segment));
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
        if (tried == effect && arrived) {
            tried = null;
            return true;
        }
        if (memory.isRepeat(effect)) {
            return false;
        }
        if (channel.position() - bodyStart >= segmentBytes) {
            next();
        }
        String body = EffectJson.write(seq + 1, hash, effect, false);
        tried = effect;
        triedHash = LedgerChain.hashOf(LedgerChain.seal(body));
        arrived = false;
        line(body);
        tried = null;
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
            take(opened, newest, LedgerTail.read(opened, known(newest), triedHash));
            kept = channel != null;
        } finally {
            if (!kept) {
                opened.close();
            }
        }
    }

    /** Hash that has to be in the newest segment: where others closed the one that was written last, that of its end. */
    private String known(int newest) throws IOException {
        String known = hash;
        for (int number = segment; segments.isShared() && seq > 0 && number < newest; number++) {
            try (FileChannel closed = FileChannel.open(segments.file(number), StandardOpenOption.READ)) {
                LedgerTail tail = LedgerTail.read(closed, known, triedHash);
                arrived |= tail.tried();
                known = tail.fault().isEmpty() && tail.closed() ? tail.hash() : known;
            }
        }
        return known;
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
        arrived |= tail.tried();
        if (!whole) {
            anew(tail.fault());
        } else if (tail.closed()) {
            begin(LedgerNote.Kind.CONTINUED, stopped);
        }
    }

    /** What a reader or an operator has left for the writer. */
    private void heed() throws IOException {
        if (Segments.isThere(segments.lost())) {
            anew(Files.readString(segments.lost()).strip());
            Files.delete(segments.lost());
        }
        if (!stop.isEmpty()
                && Segments.isThere(segments.accepted())
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
        long last = seq;
        String lastHash = hash;
        try {
            // somebody else may have begun the next one meanwhile: then this is not it
            boolean next = segments.isShared() && kind == LedgerNote.Kind.CONTINUED;
            int number = (next ? segment : Math.max(segment, segments.newest())) + 1;
            channel = segments.isShared() ? created(segments.file(number)) : unfinished();
            add(EffectJson.write(seq + 1, hash, new LedgerNote(kind, now, why)));
            String note = hash;
            for (Effect effect : memory.carried(now)) {
                add(EffectJson.write(seq + 1, hash, effect, true));
            }
            channel.force(true);
            if (!segments.isShared()) {
                Files.move(segments.unfinished(), segments.file(number), StandardCopyOption.ATOMIC_MOVE);
            }
            stop = why.isEmpty() ? "" : note;
            stopped = why;
            segment = number;
            bodyStart = channel.position();
        } catch (IOException e) {
            seq = last;
            hash = lastHash;
            abandon();
            throw e;
        } finally {
            if (before != null) {
                before.close();
            }
        }
    }

    private FileChannel unfinished() throws IOException {
        Files.deleteIfExists(segments.unfinished());
        return locked(segments.unfinished());
    }

    private static FileChannel created(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Where nobody is held off whoever is late must find that this segment is not the last. */
    private void next() throws IOException {
        if (segments.isShared()) {
            line(EffectJson.write(
                    seq + 1, hash, new LedgerNote(LedgerNote.Kind.CLOSED, System.currentTimeMillis(), stopped)));
        }
        begin(LedgerNote.Kind.CONTINUED, stopped);
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
        long before = seq;
        String last = hash;
        try {
            add(body);
            channel.force(true);
        } catch (IOException e) {
            // how much was written is unknown: the next opening looks
            seq = before;
            hash = last;
            abandon();
            throw e;
        }
    }

    private void add(String body) throws IOException {
        String sealed = LedgerChain.seal(body);
        ByteBuffer bytes = ByteBuffer.wrap((sealed + '\n').getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
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
