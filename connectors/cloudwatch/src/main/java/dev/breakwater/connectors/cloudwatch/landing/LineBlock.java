package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.SafeText;
import dev.breakwater.connectors.cloudwatch.parse.LineReader;
import dev.breakwater.connectors.cloudwatch.parse.MetricStreamParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of one file: complete lines as text, and the position after them. The reading thread fills the block, any
 * thread parses it, and then the reading thread reuses it. Only one thread uses a block at a time.
 */
final class LineBlock {
    /** The size in bytes at which a block accepts no further line. */
    private static final int ENOUGH = 1 << 17;

    /** The usual size of a line, in bytes. */
    private static final int USUAL = 256;

    /** The kind of the next item in a folder. */
    enum Kind {
        SAMPLE,
        /** The line has no record, because it is blank or outside the range. */
        SKIP,
        REFUSED,
        /** The rest of the file cannot be read. */
        SPENT,
        FILE_END
    }

    /**
     * One item of a file.
     *
     * @param sample the sample, for kind SAMPLE
     * @param reason the reason, for kind REFUSED
     * @param detail the detail, for kind REFUSED
     * @param ready  the reject for a refused line or for the file; otherwise null
     * @param from   the position in the block at which the item's text begins
     * @param to     the position in the block at which the item's text ends
     * @param next   where the next item begins in the file
     * @param lines  whole lines of the file before the next item
     */
    record Thing(
            Kind kind,
            Datapoint sample,
            RejectReason reason,
            String detail,
            Reject ready,
            int from,
            int to,
            long next,
            long lines) {

        private static Thing told(Kind kind, Reject ready, long next, long lines) {
            RejectReason reason = ready == null ? null : ready.reason();
            return new Thing(kind, null, reason, ready == null ? "" : ready.detail(), ready, 0, 0, next, lines);
        }
    }

    private final String file;
    private final long offset;
    private final long linesBefore;
    private byte[] text = {};
    private int[] ends = {};
    private int size;
    private int lines;
    private Thing last;
    private final List<Thing> things = new ArrayList<>();

    /**
     * @param offset where the next line of the file begins
     * @param linesBefore number of lines before it
     */
    LineBlock(String file, long offset, long linesBefore) {
        this.file = file;
        this.offset = offset;
        this.linesBefore = linesBefore;
    }

    String file() {
        return file;
    }

    boolean isEmpty() {
        return lines == 0 && last == null;
    }

    boolean isFull() {
        return size >= ENOUGH;
    }

    /** Adds the line that the reader found last. */
    void add(LineReader reader) {
        int length = (int) (reader.nextOffset() - offset) - size;
        if (size + length > text.length) {
            text = Arrays.copyOf(text, Math.max(size + length, ENOUGH + 4 * USUAL));
        }
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, Math.max(2 * lines, ENOUGH / USUAL));
        }
        // the line end is included, so that a position in the text is also a position in the file
        System.arraycopy(reader.buffer(), reader.start(), text, size, length);
        ends[lines++] = size + reader.length();
        size += length;
    }

    /** Ends the block with the item that follows its lines. */
    void end(Kind kind, Reject ready, long next, long linesAfter) {
        last = Thing.told(kind, ready, next, linesAfter);
    }

    void parse(MetricStreamParser parser) {
        int from = 0;
        for (int i = 0; i < lines; i++) {
            int next = i + 1 < lines ? from(i + 1) : size;
            parse(parser, from, ends[i], next, linesBefore + i + 1);
            from = next;
        }
        if (last != null) {
            things.add(last);
        }
    }

    private int from(int line) {
        return ends[line - 1] + 1;
    }

    private void parse(MetricStreamParser parser, int from, int to, int next, long line) {
        if (blank(from, to)) {
            things.add(new Thing(Kind.SKIP, null, null, "", null, from, to, offset + next, line));
            return;
        }
        for (int at = from; at < to; ) {
            Datapoint sample = parser.parse(text, at, to - at);
            // the object has fewer bytes than the line if another object follows in the same line
            int end = at + parser.used();
            boolean more = end < to;
            long after = offset + (more ? end : next);
            long whole = more ? line - 1 : line;
            things.add(
                    sample != null
                            ? new Thing(Kind.SAMPLE, sample, null, "", null, at, end, after, whole)
                            : new Thing(
                                    Kind.REFUSED, null, parser.reason(), parser.detail(), null, at, end, after, whole));
            at = end;
        }
    }

    private boolean blank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Returns the items of a parsed block. */
    List<Thing> things() {
        return things;
    }

    /** Returns the reject for an item of the block. */
    Reject reject(Thing of, RejectReason reason, String detail) {
        if (of.ready() != null) {
            return of.ready();
        }
        int length = of.to() - of.from();
        // another object may follow in the same line
        long line = of.lines() + (of.next() == offset + of.to() && of.to() < size ? 1 : 0);
        String sha256 = SafeText.sha256(text, of.from(), length);
        String shown = SafeText.prefix(text, of.from(), length);
        String what = SafeText.escape(detail, 200);
        return new Reject(SafeText.escape(file, 512), line, reason, what, length, sha256, shown, 1, false);
    }
}
