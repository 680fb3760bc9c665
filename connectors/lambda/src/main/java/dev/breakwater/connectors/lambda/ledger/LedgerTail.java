package dev.breakwater.connectors.lambda.ledger;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest segment of a ledger, from which its chain goes on.
 *
 * @param seq       number of the last good line, 0 when there is none
 * @param hash      hash of the last good line
 * @param end       where the next line goes; what is behind it is torn
 * @param bodyStart where the lines begin that no earlier segment has
 * @param tornBytes bytes of a last line that was never written to its end
 * @param effects   all effects whose own hash fits, oldest first, also those behind a broken link
 * @param fault     why the chain cannot go on, or empty
 * @param stop      hash of the note since which no new throttle may begin, or empty
 * @param stopped   why, or empty
 * @param closed    whether the chain goes on in another segment
 * @param tried     whether the line is in it of which that was not known
 */
public record LedgerTail(
        long seq,
        String hash,
        long end,
        long bodyStart,
        long tornBytes,
        List<Effect> effects,
        String fault,
        String stop,
        String stopped,
        boolean closed,
        boolean tried) {

    /** Reads the whole segment, for those who do not write. */
    static LedgerTail of(Path segment) throws IOException {
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ)) {
            return read(file, LedgerChain.ROOT, "");
        }
    }

    /**
     * Reads the whole segment.
     *
     * @param known hash that has to be in it, because it was written; {@link LedgerChain#ROOT} for none
     * @param tried hash of a line that may be in it, because it may have been written; or empty
     */
    public static LedgerTail read(FileChannel file, String known, String tried) throws IOException {
        LedgerChain chain = new LedgerChain();
        List<Effect> effects = new ArrayList<>();
        LineStream lines = new LineStream(Channels.newInputStream(file.position(0)), 0);
        long bodyStart = 0;
        String stop = "";
        String stopped = "";
        boolean met = known.equals(LedgerChain.ROOT);
        boolean written = false;
        boolean closed = false;
        for (LineStream.Line line = lines.next(); line != null && line.complete(); line = lines.next()) {
            LedgerEntry link = chain.next(line.text());
            if (link == null) {
                continue;
            }
            LedgerLine read = EffectJson.read(line.text());
            closed = link.is(LedgerEntry.Kind.CLOSED);
            written |= chain.hash().equals(tried);
            met |= chain.hash().equals(known) || link.begins() && link.prev().equals(known);
            if (read.effect() != null) {
                effects.add(read.effect());
            } else {
                stopped = read.note().detail();
                stop = stopped.isEmpty() ? "" : chain.hash();
            }
            bodyStart = read.carried() || read.note() != null ? lines.end() : bodyStart;
        }
        String fault = !chain.fault().isEmpty() || met ? chain.fault() : "lines that were written are gone";
        long torn = file.size() - lines.end();
        return new LedgerTail(
                chain.seq(),
                chain.hash(),
                lines.end(),
                bodyStart,
                torn,
                effects,
                fault,
                stop,
                stopped,
                closed,
                written);
    }
}
