package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder.LineStream;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable end of a chain, as one writer knows it: the newest file, the offset up to which the file was read, and
 * the chain's content up to that offset. They change only when a line is read, or when an added line is durable.
 */
final class ChainEnd {

    private static final Logger LOG = LoggerFactory.getLogger(ChainEnd.class);
    /** The time between checks in a bucket, where each check is a call to S3. */
    private static final long LOOK_EVERY_MILLIS = 5_000;

    private final String writer;
    private final ChainFiles segments;
    private final long segmentBytes;
    private final Clock clock;

    private int segment;
    private long offset;
    private long bodyStart;
    private LedgerChain chain = new LedgerChain();
    private LedgerMemory memory = new LedgerMemory();
    private String stop = "";
    private String stopped = "";
    private boolean closed;
    private boolean others;
    private int attempt;
    private long tornBytes;
    private long lookedAt;
    /**
     * The newest file. On a disk, it is open only during a call. In a bucket, it also stays open after a call, with its
     * content as it was last read or put.
     */
    private FileChannel file;
    /**
     * The hashes of lines that may or may not have been written, by the lines' content. The hash is empty after the
     * line was found in the file.
     */
    private final IdentityHashMap<LedgerEntry, String> tried = new IdentityHashMap<>();

    ChainEnd(String writer, ChainFiles segments, long segmentBytes, Clock clock) {
        this.writer = writer;
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        this.clock = clock;
    }

    /**
     * Adds lines behind the lines of other writers. After a failed call, the caller may pass the same objects again,
     * and a line that was written nevertheless is not written twice.
     *
     * @param lines if one of them begins an attempt, it contains the newest attempt that the caller knows
     */
    void add(List<LedgerEntry> lines) throws IOException {
        try (ChainLock lock = segments.isShared() ? null : ChainLock.of(segments)) {
            boolean done = false;
            try {
                catchUp(lines.stream().filter(ChainEnd::isBegin).findFirst().orElse(null));
                put(lines);
                done = true;
            } finally {
                if (!done || lock != null) {
                    close();
                }
                if (done || tried.size() > 2 * LedgerWriter.WAITING) {
                    tried.clear();
                }
            }
        }
    }

    /** Forgets a line that the caller does not pass again. */
    void drop(LedgerEntry line) {
        tried.remove(line);
    }

    int attempt() {
        return attempt;
    }

    String stopped() {
        return stopped;
    }

    boolean hasOthers() {
        return others;
    }

    long tornBytes() {
        return tornBytes;
    }

    void close() throws IOException {
        FileChannel before = file;
        file = null;
        if (before != null) {
            before.close();
        }
    }

    /**
     * Reads the lines of other writers, and begins a new file if the next line needs a new file.
     *
     * @param begins the line that begins this writer's attempt, or null
     */
    private void catchUp(LedgerEntry begins) throws IOException {
        long now = clock.millis();
        if (file != null && now - lookedAt < LOOK_EVERY_MILLIS) {
            return;
        }
        lookedAt = now;
        Files.createDirectories(segments.first().getParent());
        String fault = readOn();
        if (begins != null
                && stopped.isEmpty()
                && newestAttempt(begins) < begins.link().attempt()) {
            fault = "attempt " + begins.link().attempt()
                    + " of the job is not in the chain, so lines that had been written are missing";
        }
        LedgerEntry above = begins != null ? null : memory.above(attempt);
        if (above != null) {
            throw new NewerAttempt(writer, attempt, above);
        }
        if (!fault.isEmpty()) {
            LOG.error(
                    "Ledger chain {}: {}. A new chain begins. Until a person accepts it, there is no new throttle.",
                    writer,
                    fault);
            begin(Kind.ANEW, fault);
        } else if (closed) {
            begin(Kind.CONTINUED, stopped);
        }
        segments.ensureRoom();
        heed();
    }

    /** @return the reason why no line can follow the chain's last line, or empty */
    private String readOn() throws IOException {
        List<Integer> later =
                segments.numbers().stream().filter(n -> n > segment).toList();
        int newest = later.isEmpty() ? Math.max(1, segment) : later.get(later.size() - 1);
        boolean there = segment > 0 && ChainFiles.isThere(segments.file(segment));
        boolean foreign = false;
        if (segment == 0 || !there && newest > segment) {
            // nothing was read before, or somebody removed old files
            foreign = segment > 0;
            chain = new LedgerChain();
            memory = new LedgerMemory();
            bodyStart = 0;
            read(newest);
        } else if (there && segments.endsWith(segment, offset, chain.hash())) {
            foreign = read(segment);
            for (int next : later) {
                foreign |= read(next);
            }
        } else {
            if (newest > segment || there) {
                // if a newer attempt has begun a new chain, this attempt has to stop
                new LedgerFolder.Chain(writer, segments).state(memory::take);
            }
            segment = newest;
            return "lines that had been written are missing";
        }
        if (foreign && !others) {
            LOG.warn("Ledger chain {} has another writer; this writer continues after that writer's lines.", writer);
        }
        others |= foreign;
        return chain.fault();
    }

    /**
     * Reads the rest of this file or, from its start, a newer one. Cuts off an incomplete last line. Returns whether
     * other writers added lines.
     */
    private boolean read(int number) throws IOException {
        boolean foreign = false;
        offset = number == segment ? offset : 0;
        segment = number;
        close();
        file = segments.open(number);
        LineStream lines = new LineStream(Channels.newInputStream(file.position(offset)), offset);
        for (LineStream.Line line = lines.next(); line != null && line.complete(); line = lines.next()) {
            LedgerEntry entry = chain.next(line.text());
            offset = lines.end();
            if (entry != null) {
                boolean own = arrived(chain.hash());
                took(entry, own);
                foreign |= !own;
            }
        }
        if (file.size() > offset) {
            LOG.warn("Ledger {}: an incomplete last line is cut off", segments.file(segment));
            tornBytes += file.size() - offset;
            file.truncate(offset);
        }
        return foreign;
    }

    /** Returns whether this writer wrote this line, in a call that failed. Such a line need not be written again. */
    private boolean arrived(String hash) {
        for (Map.Entry<LedgerEntry, String> one : tried.entrySet()) {
            if (one.getValue().equals(hash)) {
                one.setValue("");
                return true;
            }
        }
        return false;
    }

    private int newestAttempt(LedgerEntry begins) {
        return memory.attempt(begins.limit().account(), begins.limit().region());
    }

    private static boolean isBegin(LedgerEntry line) {
        return line.is(Kind.ATTEMPT) && !line.link().carried();
    }

    /** Remembers the last line. */
    private void took(LedgerEntry line, boolean own) {
        if (own && isBegin(line)) {
            attempt = line.link().attempt();
        }
        if (line.isNote()) {
            stopped = line.detail();
            stop = stopped.isEmpty() ? "" : chain.hash();
        } else {
            memory.take(line);
        }
        closed = line.is(Kind.CLOSED);
        bodyStart = line.isNote() || line.link().carried() ? offset : bodyStart;
    }

    private void put(List<LedgerEntry> lines) throws IOException {
        List<LedgerEntry> missing = new ArrayList<>(lines);
        missing.removeIf(line -> "".equals(tried.get(line)));
        if (missing.isEmpty()) {
            return;
        }
        if (offset - bodyStart >= segmentBytes) {
            if (segments.isShared()) {
                // a bucket has no lock, so a late writer must be able to see that another file follows this file
                append(List.of(note(Kind.CLOSED, stopped)));
            }
            begin(Kind.CONTINUED, stopped);
        }
        append(missing);
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
            append(List.of(note(Kind.ACCEPTED, "")));
            Files.delete(segments.accepted());
        }
    }

    private void append(List<LedgerEntry> lines) throws IOException {
        List<String> texts = seal(lines);
        ChainFiles.write(file.position(offset), texts);
        if (offset == 0) {
            segments.force();
        }
        remember(texts);
    }

    /** Begins a file with a note and every line that still counts. The file appears completely or not at all. */
    private void begin(Kind kind, String why) throws IOException {
        List<LedgerEntry> lines = new ArrayList<>();
        lines.add(note(kind, why));
        lines.addAll(memory.carried(clock.instant()));
        List<String> texts = seal(lines);
        close();
        file = segments.prepare(segment + 1);
        ChainFiles.write(file, texts);
        segments.show(segment + 1);
        segment++;
        offset = 0;
        remember(texts);
    }

    /** Returns the lines as they follow the chain's last line in the file. */
    private List<String> seal(List<LedgerEntry> lines) throws IOException {
        List<String> texts = new ArrayList<>();
        long seq = chain.seq();
        String hash = chain.hash();
        int own = attempt;
        for (LedgerEntry line : lines) {
            own = isBegin(line) ? Math.max(newestAttempt(line), line.link().attempt()) + 1 : own;
            String text = LedgerChain.seal(line.in(writer, own, ++seq, hash).json());
            hash = LedgerChain.hashOf(text);
            texts.add(text);
            tried.put(line, hash);
        }
        return texts;
    }

    private void remember(List<String> texts) {
        for (String text : texts) {
            LedgerEntry line = chain.next(text);
            offset += text.length() + 1;
            took(line, true);
        }
    }
}
