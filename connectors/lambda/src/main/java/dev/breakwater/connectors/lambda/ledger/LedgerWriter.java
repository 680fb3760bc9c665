package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.aws.bucket.Folders.Overtaken;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder.LineStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
    private static final long ROOM_BYTES = 1 << 20;
    /** The size of a file in a bucket. The size is smaller than on a disk, because each call puts the whole file. */
    private static final long SEGMENT_BYTES_IN_A_BUCKET = 1 << 20;
    /** The time between checks in a bucket, where each check is a call to S3. */
    private static final long LOOK_EVERY_MILLIS = 5_000;

    private static final int TRIES = 8;

    private final String writer;
    private final ChainFiles segments;
    private final long segmentBytes;
    private final Clock clock;
    private final Deque<LedgerEntry> waiting = new ArrayDeque<>();
    private long dropped;

    /**
     * The durable position: the newest file, the offset up to which it was read, and the chain's content up to that
     * offset.
     */
    private int segment;

    private long end;
    private long bodyStart;
    private LedgerChain chain = new LedgerChain();
    private LedgerMemory memory = new LedgerMemory();
    private String stop = "";
    private String stopped = "";
    private boolean closed;
    private boolean others;

    private int attempt;
    private int atLeast;
    private LedgerEntry beginning;
    private NewerAttempt newer;
    private long tornBytes;
    /**
     * The hashes of lines that may or may not have been written, by the lines' content. The map is empty after the
     * lines were found in the file.
     */
    private final IdentityHashMap<LedgerEntry, String> tried = new IdentityHashMap<>();
    /** In a bucket, the file's content as it was last read or put. */
    private FileChannel kept;

    private long lookedAt;

    private LedgerWriter(String writer, ChainFiles segments, long segmentBytes, Clock clock) {
        this.writer = writer;
        this.segments = segments;
        this.segmentBytes = segments.isShared() ? Math.min(segmentBytes, SEGMENT_BYTES_IN_A_BUCKET) : segmentBytes;
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
        return new LedgerWriter(writer, LedgerFolder.segments(folder, writer), segmentBytes, clock);
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
        beginning = begins;
        atLeast = known;
        try {
            write(List.of(begins));
        } finally {
            beginning = null;
        }
        return attempt;
    }

    /**
     * Checks that a line can be written, and writes lines that wait.
     *
     * @throws NewerAttempt when this attempt has to stop
     * @throws IOException when no line can be written now
     */
    public synchronized void ensureWritable() throws IOException {
        write(List.of());
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
        return stopped;
    }

    /** Returns whether the last call had found lines of another writer. */
    public synchronized boolean isShared() {
        return others;
    }

    /** Returns the number of bytes of incomplete last lines that were cut off. */
    public synchronized long tornBytes() {
        return tornBytes;
    }

    /**
     * Writes lines, after any waiting lines. All lines are durable when the call returns. If the call fails, the lines
     * of this call are not kept. If the caller passes the same objects again, they are not written twice.
     *
     * @throws NewerAttempt when this attempt has to stop
     * @throws IOException if the lines may not have been written; no change of a limit that needs them may begin
     */
    public synchronized void append(LedgerEntry... lines) throws IOException {
        write(List.of(lines));
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
            tried.remove(waiting.removeFirst());
        }
        try {
            write(List.of());
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
                write(List.of());
            }
        } finally {
            forget();
        }
    }

    private void write(List<LedgerEntry> more) throws IOException {
        if (newer != null) {
            throw newer;
        }
        List<LedgerEntry> lines = new ArrayList<>();
        if (dropped > 0) {
            String text = dropped + " lines could not be written for too long and were dropped.";
            lines.add(LedgerEntry.of(Kind.DROPPED, clock.instant()).detail(text));
        }
        lines.addAll(waiting);
        lines.addAll(more);
        // changes of limits must be recorded even if the thread was cancelled
        boolean interrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    once(lines);
                    break;
                } catch (Overtaken | FileAlreadyExistsException e) {
                    giveUp(e, tries);
                } catch (IOException e) {
                    boolean again = Thread.interrupted();
                    interrupted |= again;
                    giveUp(e, again ? tries : TRIES);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        waiting.clear();
        dropped = 0;
        tried.clear();
    }

    private void once(List<LedgerEntry> lines) throws IOException {
        ChainLock lock = segments.isShared() ? null : ChainLock.of(segments);
        try {
            catchUp();
            put(lines);
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private void giveUp(IOException e, int tries) throws IOException {
        forget();
        if (tried.size() > 2 * WAITING) {
            tried.clear();
        }
        if (tries >= TRIES) {
            throw e;
        }
    }

    /** Reads the lines of other writers, and begins a new file if the next line needs a new file. */
    private void catchUp() throws IOException {
        long now = clock.millis();
        if (kept != null && now - lookedAt < LOOK_EVERY_MILLIS) {
            return;
        }
        lookedAt = now;
        Files.createDirectories(segments.first().getParent());
        String lost = "";
        if (segment == 0) {
            readNewest();
        } else {
            lost = readOn();
        }
        if (beginning != null && stopped.isEmpty() && known(beginning) < atLeast) {
            lost = "attempt " + atLeast + " of the job is not in the chain, so lines that had been written are "
                    + "missing";
        }
        LedgerEntry above = beginning != null ? null : memory.above(attempt);
        if (above != null) {
            newer = new NewerAttempt(writer, attempt, above);
            throw newer;
        }
        String fault = lost.isEmpty() ? chain.fault() : lost;
        if (!fault.isEmpty()) {
            LOG.error(
                    "Ledger chain {}: {}. A new chain begins. Until a person accepts it, there is no new throttle.",
                    writer,
                    fault);
            begin(Kind.ANEW, fault);
        } else if (closed) {
            begin(Kind.CONTINUED, stopped);
        }
        Path folder = segments.first().getParent();
        if (!segments.isShared() && Files.getFileStore(folder).getUsableSpace() < ROOM_BYTES) {
            throw new IOException("There is no room for the ledger: " + folder);
        }
        heed();
    }

    private void readNewest() throws IOException {
        chain = new LedgerChain();
        memory = new LedgerMemory();
        segment = segments.newest();
        end = 0;
        bodyStart = 0;
        read();
    }

    /** @return the reason why lines that had been written are missing, or empty */
    private String readOn() throws IOException {
        int newest = segments.newest();
        boolean there = ChainFiles.isThere(segments.file(segment));
        if (!there && newest > segment) {
            // somebody removed old files
            readNewest();
            met();
            return "";
        }
        if (!there || !isAsItWas()) {
            if (newest > segment || there) {
                // if a newer attempt has begun a new chain, this attempt has to stop
                new LedgerFolder.Chain(writer, segments).state(memory::take);
            }
            segment = Math.max(segment, newest);
            return "lines that had been written are missing";
        }
        boolean foreign = read();
        while (segment < newest) {
            segment = segments.numbers().stream()
                    .filter(n -> n > segment)
                    .findFirst()
                    .orElseThrow();
            end = 0;
            foreign |= read();
        }
        if (foreign) {
            met();
        }
        return "";
    }

    private void met() {
        if (!others) {
            LOG.warn("Ledger chain {} has another writer; this writer continues after that writer's lines.", writer);
        }
        others = true;
    }

    /** Returns whether the last line that was read is unchanged. */
    private boolean isAsItWas() throws IOException {
        try (FileChannel file = FileChannel.open(segments.file(segment), StandardOpenOption.READ)) {
            String last = chain.hash() + "\"}\n";
            if (file.size() < end || end < last.length()) {
                return file.size() >= end;
            }
            InputStream in = Channels.newInputStream(file.position(end - last.length()));
            return new String(in.readNBytes(last.length()), StandardCharsets.US_ASCII).equals(last);
        }
    }

    /** Reads the rest of the file, and cuts off an incomplete line. Returns whether other writers added lines. */
    private boolean read() throws IOException {
        boolean foreign = false;
        FileChannel file = FileChannel.open(
                segments.file(segment), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            LineStream lines = new LineStream(Channels.newInputStream(file.position(end)), end);
            for (LineStream.Line line = lines.next(); line != null && line.complete(); line = lines.next()) {
                LedgerEntry entry = chain.next(line.text());
                boolean own = entry != null && arrived(chain.hash());
                if (own && isBegin(entry)) {
                    attempt = entry.link().attempt();
                }
                if (entry != null) {
                    foreign |= !own;
                    took(entry, lines.end());
                }
            }
            end = lines.end();
            if (file.size() > end) {
                LOG.warn("Ledger {}: an incomplete last line is cut off", segments.file(segment));
                tornBytes += file.size() - end;
                file.truncate(end);
            }
            done = segments.isShared();
        } finally {
            if (done) {
                forget();
                kept = file.position(end);
            } else {
                file.close();
            }
        }
        return foreign;
    }

    /**
     * Returns whether this is a line of this writer for which the write was not confirmed. A line that was found in the
     * file need not be written again.
     */
    private boolean arrived(String hash) {
        for (Map.Entry<LedgerEntry, String> one : tried.entrySet()) {
            if (one.getValue().equals(hash)) {
                one.setValue("");
                return true;
            }
        }
        return false;
    }

    private int known(LedgerEntry begins) {
        return memory.attempt(begins.limit().account(), begins.limit().region());
    }

    private static boolean isBegin(LedgerEntry line) {
        return line.is(Kind.ATTEMPT) && !line.link().carried();
    }

    private void took(LedgerEntry entry, long endsAt) {
        if (entry.isNote()) {
            stopped = entry.detail();
            stop = stopped.isEmpty() ? "" : chain.hash();
        } else {
            memory.take(entry);
        }
        closed = entry.is(Kind.CLOSED);
        bodyStart = entry.isNote() || entry.link().carried() ? endsAt : bodyStart;
    }

    private void put(List<LedgerEntry> lines) throws IOException {
        List<LedgerEntry> missing = new ArrayList<>(lines);
        missing.removeIf(line -> "".equals(tried.get(line)));
        if (missing.isEmpty()) {
            return;
        }
        if (end - bodyStart >= segmentBytes) {
            if (segments.isShared()) {
                // a bucket has no lock, so a late writer must be able to see that another file follows this file
                add(List.of(note(Kind.CLOSED, stopped)));
            }
            begin(Kind.CONTINUED, stopped);
        }
        add(missing);
    }

    private LedgerEntry note(Kind kind, String why) {
        return LedgerEntry.of(kind, clock.instant()).detail(why);
    }

    /** Reads the files that a person has created for the writer. */
    private void heed() throws IOException {
        boolean accepted = !stop.isEmpty()
                && ChainFiles.isThere(segments.accepted())
                && Files.readString(segments.accepted()).strip().equals(stop);
        if (accepted) {
            add(List.of(note(Kind.ACCEPTED, "")));
            Files.delete(segments.accepted());
        }
    }

    /** Adds lines to the newest file. The memory changes only when the lines are durable. */
    private void add(List<LedgerEntry> lines) throws IOException {
        Sealed sealed = seal(lines);
        if (segments.isShared()) {
            write(kept, sealed);
        } else {
            Path file = segments.file(segment);
            boolean fresh = end == 0;
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                write(open.position(end), sealed);
            }
            if (fresh) {
                forceFolder();
            }
        }
        remember(sealed);
    }

    /** Begins a file with a note and every line that still counts. The file appears completely or not at all. */
    private void begin(Kind kind, String why) throws IOException {
        List<LedgerEntry> lines = new ArrayList<>();
        lines.add(note(kind, why));
        lines.addAll(memory.carried(clock.instant()));
        Sealed sealed = seal(lines);
        int number = segment + 1;
        Path file = segments.isShared() ? segments.file(number) : segments.unfinished();
        if (!segments.isShared()) {
            Files.deleteIfExists(file);
        }
        FileChannel open = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            write(open, sealed);
            done = segments.isShared();
        } finally {
            if (done) {
                forget();
                kept = open;
            } else {
                open.close();
            }
        }
        if (!segments.isShared()) {
            Files.move(file, segments.file(number), StandardCopyOption.ATOMIC_MOVE);
            forceFolder();
        }
        segment = number;
        end = 0;
        remember(sealed);
    }

    /**
     * Lines in the form of the file. If an attempt begins with these lines, the record has the attempt's number,
     * otherwise 0.
     */
    private record Sealed(List<LedgerEntry> lines, List<String> texts, int begins) {}

    private Sealed seal(List<LedgerEntry> lines) throws IOException {
        List<LedgerEntry> placed = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        long seq = chain.seq();
        String hash = chain.hash();
        int own = attempt;
        for (LedgerEntry line : lines) {
            own = isBegin(line) ? Math.max(known(line), atLeast) + 1 : own;
            LedgerEntry in = line.in(writer, own, ++seq, hash);
            String text = LedgerChain.seal(in.json());
            hash = LedgerChain.hashOf(text);
            placed.add(in);
            texts.add(text);
            tried.put(line, hash);
        }
        return new Sealed(placed, texts, own == attempt ? 0 : own);
    }

    private static void write(FileChannel file, Sealed sealed) throws IOException {
        String text = String.join("\n", sealed.texts) + '\n';
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(true);
    }

    private void remember(Sealed sealed) {
        for (String text : sealed.texts) {
            LedgerEntry entry = chain.next(text);
            end += text.length() + 1;
            took(entry, end);
        }
        attempt = sealed.begins > 0 ? sealed.begins : attempt;
    }

    /** Forces the folder to the disk, because only then is a file's new name durable. */
    private void forceFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(segments.first().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private void forget() {
        FileChannel before = kept;
        kept = null;
        try {
            if (before != null) {
                before.close();
            }
        } catch (IOException e) {
            LOG.warn("Closing ledger {} failed: {}", segments.file(segment), e.toString());
        }
    }

    /**
     * Thrown if a newer attempt of the same operator writes this chain. Either this attempt outlived a failover, or a
     * second job has the same instance name. The caller must stop setting and releasing limits. The writer refuses
     * every later call.
     */
    public static final class NewerAttempt extends IOException {

        private static final long serialVersionUID = 1L;

        private final int own;
        private final int newest;

        NewerAttempt(String writer, int own, LedgerEntry newest) {
            super("Ledger chain " + writer + ": attempt " + newest.link().attempt()
                    + (newest.cause().by().isEmpty()
                            ? ""
                            : " by " + newest.cause().by()) + " began at " + newest.at()
                    + ", so attempt "
                    + own
                    + " stops. If two jobs run under this instance name, stop one of them.");
            this.own = own;
            this.newest = newest.link().attempt();
        }

        /** Returns the number of the attempt that has to stop. */
        public int own() {
            return own;
        }

        /** Returns the number of the newest attempt. */
        public int newest() {
            return newest;
        }
    }
}
