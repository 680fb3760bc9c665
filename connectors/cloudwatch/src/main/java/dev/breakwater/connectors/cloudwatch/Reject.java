package dev.breakwater.connectors.cloudwatch;

/** One refused input, or with {@code summary} the rest of those refused for the same reason. Texts are escaped. */
public record Reject(
        String file,
        long line,
        RejectReason reason,
        String detail,
        long bytes,
        String sha256,
        String prefix,
        long count,
        boolean summary) {

    static Reject ofFile(String file, long line, RejectReason reason, String detail) {
        return new Reject(SafeText.escape(file, 512), line, reason, SafeText.escape(detail, 200), 0, "", "", 1, false);
    }

    /** The line just read. */
    static Reject ofLine(String file, LineReader lines, RejectReason reason, String detail) {
        String name = SafeText.escape(file, 512);
        String what = SafeText.escape(detail, 200);
        if (reason == RejectReason.LINE_TOO_LONG) {
            String hash = lines.skippedHash();
            String prefix = lines.skippedPrefix();
            return new Reject(name, lines.lines(), reason, what, lines.skippedBytes(), hash, prefix, 1, false);
        }
        byte[] bytes = lines.buffer();
        int from = lines.start();
        int length = lines.length();
        String hash = SafeText.sha256(bytes, from, length);
        String prefix = SafeText.prefix(bytes, from, length);
        return new Reject(name, lines.lines(), reason, what, length, hash, prefix, 1, false);
    }

    static Reject summary(String file, RejectReason reason, String detail, long count) {
        return new Reject(SafeText.escape(file, 512), 0, reason, detail, 0, "", "", count, true);
    }
}
