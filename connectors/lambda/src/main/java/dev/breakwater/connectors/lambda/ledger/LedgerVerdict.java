package dev.breakwater.connectors.lambda.ledger;

/**
 * Whether a ledger is as it was written.
 *
 * @param whole      no broken link
 * @param lines      good lines from the start
 * @param brokenLine the first broken line, counted from 1 over all segments, or -1
 * @param detail     its fault, or empty
 * @param again       where a new chain begins behind it, for people, or empty
 */
public record LedgerVerdict(boolean whole, long lines, long brokenLine, String detail, String anew) {

    static LedgerVerdict whole(long lines) {
        return new LedgerVerdict(true, lines, -1, "", "");
    }

    static LedgerVerdict broken(long goodLines, String detail) {
        return new LedgerVerdict(false, goodLines, goodLines + 1, detail, "");
    }

    LedgerVerdict anew(String where) {
        return new LedgerVerdict(whole, lines, brokenLine, detail, where);
    }
}
