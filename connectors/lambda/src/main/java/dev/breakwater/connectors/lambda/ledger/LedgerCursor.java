package dev.breakwater.connectors.lambda.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a ledger from where it was read to, while it is written: batch by batch, segment by segment. It begins with what
 * all the lines come to. A line that makes no sense is counted and passed over. Where less is there than was read before,
 * the writer is told by a file beside the ledger, and reading begins anew.
 */
final class LedgerCursor {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerCursor.class);

    private final Segments segments;
    private LedgerSplit at;
    private long malformed;

    LedgerCursor(Path file, LedgerSplit at) {
        this.segments = Segments.of(file);
        this.at = at;
    }

    /** How far was read. */
    LedgerSplit position() {
        return at;
    }

    /** Lines passed over so far. */
    long malformed() {
        return malformed;
    }

    /**
     * The next effects, none where there are none yet.
     *
     * @param most lines to read at most
     * @throws UncheckedIOException when a file that is there cannot be read
     */
    List<Effect> next(int most) {
        List<Effect> found = new ArrayList<>();
        try {
            List<Integer> numbers = segments.numbers();
            if (at.segment() > 0 && !isThere()) {
                startOver(numbers);
            }
            if (numbers.isEmpty()) {
                return found;
            }
            if (at.segment() == 0) {
                return begin();
            }
            if (!numbers.contains(at.segment())) {
                at = new LedgerSplit(first(numbers, n -> n > at.segment()), 0, "", false);
            }
            int lines = read(found, most);
            int next = first(numbers, n -> n > at.segment());
            if (lines < most && next > 0) {
                // listed before it was read: what is newer than its end is in the next one
                boolean follows = next == at.segment() + 1;
                at = new LedgerSplit(next, 0, "", follows);
                read(found, most - lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("ledger cannot be read: " + segments.first(), e);
        }
        return found;
    }

    /** Whoever knows nothing yet has to hear what was not given back, and who is left alone; not how it came to that. */
    private List<Effect> begin() throws IOException {
        int newest = segments.newest();
        LedgerTail tail = LedgerTail.of(segments.file(newest));
        boolean whole = tail.seq() > 0 && tail.fault().isEmpty();
        at = new LedgerSplit(newest, tail.end(), whole ? tail.hash() : "", false);
        return EffectsMemory.of(tail.effects()).begin(0);
    }

    /** Number of lines read, complete ones only. */
    private int read(List<Effect> into, int most) throws IOException {
        int read = 0;
        try (FileChannel file = FileChannel.open(segments.file(at.segment()), StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(file.position(at.offset()));
                LineStream lines = new LineStream(in, at.offset())) {
            for (; read < most; read++) {
                LineStream.Line line = lines.next();
                if (line == null || !line.complete()) {
                    break;
                }
                take(line.text(), into, lines.end());
            }
        }
        return read;
    }

    private void take(String text, List<Effect> into, long end) {
        String hash = "";
        try {
            hash = LedgerChain.hashOf(text);
            LedgerLine line = EffectJson.read(text);
            if (line.effect() != null && !(line.carried() && at.follows())) {
                into.add(line.effect());
            }
        } catch (IOException e) {
            malformed++;
            LOG.warn("Ledger {}: a line before byte {} is passed over: {}", segments.first(), end, e.getMessage());
        }
        at = new LedgerSplit(at.segment(), end, hash, at.follows());
    }

    /** Whether the line that was read last is still where it was; a segment that was taken away whole is no loss. */
    private boolean isThere() throws IOException {
        Path file = segments.file(at.segment());
        if (!Segments.isThere(file)) {
            return first(segments.numbers(), n -> n > at.segment()) > 0;
        }
        String end = at.hash() + "\"}\n";
        try (FileChannel opened = FileChannel.open(file, StandardOpenOption.READ)) {
            if (opened.size() < at.offset()) {
                return false;
            }
            if (at.hash().isEmpty()) {
                return true;
            }
            InputStream in = Channels.newInputStream(opened.position(at.offset() - end.length()));
            return new String(in.readNBytes(end.length()), StandardCharsets.US_ASCII).equals(end);
        }
    }

    private void startOver(List<Integer> numbers) throws IOException {
        String why = "the ledger was read to byte " + at.offset() + " of segment " + at.segment()
                + ", which is not there any more";
        boolean newer = first(numbers, n -> n > at.segment()) > 0;
        LOG.error("Ledger {}: {}; it is read from its start", segments.first(), why);
        if (!newer) {
            Files.createDirectories(segments.first().getParent());
            Files.writeString(segments.lost(), why);
        }
        at = newer ? new LedgerSplit(at.segment() + 1, 0, "", false) : LedgerSplit.FROM_THE_START;
    }

    private static int first(List<Integer> numbers, IntPredicate where) {
        return numbers.stream().mapToInt(n -> n).filter(where).findFirst().orElse(0);
    }
}
