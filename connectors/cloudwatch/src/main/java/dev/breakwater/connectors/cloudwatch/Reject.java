package dev.breakwater.connectors.cloudwatch;

/** One refused input, or with {@code summary} the rest of the inputs refused for the same reason. Texts are escaped. */
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

    public static Reject ofFile(String file, long line, RejectReason reason, String detail) {
        return new Reject(SafeText.escape(file, 512), line, reason, SafeText.escape(detail, 200), 0, "", "", 1, false);
    }

    public static Reject summary(String file, RejectReason reason, String detail, long count) {
        return new Reject(SafeText.escape(file, 512), 0, reason, detail, 0, "", "", count, true);
    }
}
