package dev.breakwater.connectors.receive.content;

import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import dev.breakwater.model.Sha256;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The rejects of one delivery, in the line format of {@code rejects.jsonl}. For each reason, the first rejects are
 * written one by one, and the others are written as one number. A binary file therefore does not make a million lines.
 */
final class Rejects {
    /** The number of rejects that are shown one by one for each reason and delivery. */
    static final int SHOWN = 100;

    private static final int PREFIX = 120;

    private final String file;
    private final GzipMember out;
    private final Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
    private int record;

    /** @param requestId the id of the delivery */
    Rejects(String requestId, GzipMember out) {
        file = "delivery " + requestId;
        this.out = out;
    }

    /** Sets the record, counted from 0, to which the following rejects belong. */
    void inRecord(int index) {
        record = index;
    }

    /** Rejects bytes of the current record; the line counts from 1 in the record, 0 is the whole record. */
    void add(RejectReason reason, String detail, long line, byte[] bytes, int from, int length) throws Refused {
        if (counts.merge(reason, 1L, Long::sum) > SHOWN) {
            return;
        }
        MessageDigest digest = Sha256.begin();
        digest.update(bytes, from, length);
        String hash = HexFormat.of().formatHex(digest.digest());
        write(line, reason, detail, 1, length, hash, prefix(bytes, from, length));
    }

    /** Writes the rejects that were counted but not shown. */
    void finish() throws Refused {
        for (Map.Entry<RejectReason, Long> entry : counts.entrySet()) {
            long more = entry.getValue() - SHOWN;
            if (more > 0) {
                write(0, entry.getKey(), "and " + more + " more in this delivery", more, 0, "", "");
            }
        }
    }

    Map<RejectReason, Long> counts() {
        return counts;
    }

    private void write(
            long line, RejectReason reason, String detail, long count, long bytes, String sha256, String prefix)
            throws Refused {
        byte[] row = Json.line(new Row(
                Json.plain(file + " record " + record, 512),
                line,
                reason.wire(),
                Json.plain(detail, 200),
                count,
                bytes,
                sha256,
                prefix));
        out.line(row, 0, row.length);
    }

    private record Row(
            String file,
            long line,
            String reason,
            String detail,
            long count,
            long bytes,
            String sha256,
            String prefix) {}

    private static String prefix(byte[] bytes, int from, int length) {
        String start = new String(bytes, from, Math.min(length, PREFIX), java.nio.charset.StandardCharsets.UTF_8);
        return Json.plain(start, PREFIX);
    }
}
