package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.model.Sha256;
import java.io.IOException;

/**
 * Chains lines by hashes. Each line contains the hash of the previous line ({@code prev}). A line's last field is the
 * SHA-256 of the line's text without that field. A changed, removed or inserted line makes every later line wrong,
 * until a note begins a new chain. <p>Lines are checked in order. If older segments were removed, the first line
 * contains the hash of the line before it.
 */
public final class LedgerChain {

    /** The value of {@code prev} in the first line of a chain. */
    public static final String ROOT = "0".repeat(64);

    private static final String HASH_FIELD = ",\"hash\":\"";

    private long seq;
    private String hash = ROOT;
    private long lines;
    private boolean first = true;
    private LedgerVerdict broken;
    private boolean astray;

    /** Starts a new chain. If older segments were removed, the chain starts with the hash in its first line. */
    LedgerChain() {}

    /** Adds its hash to a JSON object. */
    static String seal(String body) {
        return body.substring(0, body.length() - 1) + HASH_FIELD + Sha256.hex(body) + "\"}";
    }

    static String hashOf(String line) throws IOException {
        int at = line.lastIndexOf(HASH_FIELD);
        if (at < 0 || !line.endsWith("\"}")) {
            throw new IOException("no hash");
        }
        String stated = line.substring(at + HASH_FIELD.length(), line.length() - 2);
        if (!Sha256.hex(line.substring(0, at) + '}').equals(stated)) {
            throw new IOException("the line was changed, because its hash does not match");
        }
        return stated;
    }

    /** Adds the next line. Returns the line's entry if its own hash is right, otherwise null. */
    LedgerEntry next(String text) {
        LedgerEntry line = null;
        try {
            String own = hashOf(text);
            line = LedgerEntry.read(text);
            link(line, own);
        } catch (IOException e) {
            fault(e.getMessage());
        }
        first = false;
        return line;
    }

    /** Adds the last line of a file, which has no line end. */
    void torn() {
        fault("an incomplete last line, which was never acknowledged");
    }

    private void link(LedgerEntry line, String own) throws IOException {
        boolean follows = line.link().prev().equals(hash) && line.link().seq() == seq + 1;
        if (line.is(LedgerEntry.Kind.ANEW)) {
            fault(line.detail());
            broken = broken.restart("begins again after line " + (line.link().seq() - 1) + ": " + line.detail());
        } else if (!(follows && !astray || first && line.begins())) {
            throw new IOException("the line does not follow the line before it");
        }
        astray = false;
        seq = line.link().seq();
        hash = own;
        if (broken == null) {
            lines++;
        }
    }

    private void fault(String detail) {
        astray = true;
        if (broken == null) {
            broken = LedgerVerdict.broken(lines, detail);
        }
    }

    /** Returns the number of the last good line. */
    long seq() {
        return seq;
    }

    /** Returns the hash of the last good line. */
    String hash() {
        return hash;
    }

    /** Returns the fault in the last lines, or an empty text if lines can be added to the chain. */
    String fault() {
        return astray ? "line " + (seq + 1) + ": " + broken.detail() : "";
    }

    LedgerVerdict verdict() {
        return broken == null ? LedgerVerdict.whole(lines) : broken;
    }

    /**
     * The result of a check of a ledger.
     *
     * @param whole whether no line of the chain is broken
     * @param lines the number of good lines from the start
     * @param brokenLine the number of the first broken line, counted from 1 over all segments, or -1
     * @param detail     the fault of the first broken line, or empty
     * @param restart the place after the broken line at which a new chain begins, as text for people, or empty
     */
    public record LedgerVerdict(boolean whole, long lines, long brokenLine, String detail, String restart) {

        static LedgerVerdict whole(long lines) {
            return new LedgerVerdict(true, lines, -1, "", "");
        }

        static LedgerVerdict broken(long goodLines, String detail) {
            return new LedgerVerdict(false, goodLines, goodLines + 1, detail, "");
        }

        LedgerVerdict restart(String where) {
            return new LedgerVerdict(whole, lines, brokenLine, detail, where);
        }
    }
}
