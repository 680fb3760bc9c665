package dev.breakwater.connectors.cloudwatch;

import java.util.Locale;

/** One refused input, or with {@code summary} the rest of the inputs refused for the same reason. Texts are escaped. */
public record Reject(
        String file,
        long line,
        Reject.RejectReason reason,
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

    /** Why a line or a file was not used. Do not reorder: the ordinal is in checkpoints and on the wire. */
    public enum RejectReason {
        /** The line does not parse as one JSON value. */
        NOT_JSON,
        /** The line is JSON but no object. */
        NOT_AN_OBJECT,
        /** The line holds bytes that no text has. */
        BINARY,
        /** Nested deeper, or with longer numbers or names, than any metric is. */
        TOO_DEEP,
        /** A key has a value of another type. */
        WRONG_TYPE,
        /** A key that every sample has is missing. */
        MISSING_KEY,
        /** A value is NaN, infinite or negative. */
        BAD_VALUE,
        /** Count, sum and max of the value cannot be true together. */
        CONTRADICTORY_VALUE,
        /** Before 2015-01-01: Lambda had no metrics then. */
        TIMESTAMP_TOO_OLD,
        /** More than two minutes after the wall clock. */
        TIMESTAMP_IN_FUTURE,
        /** An account, region, function or metric name that AWS would not give. */
        BAD_NAME,
        /** A line above 1 MiB. */
        LINE_TOO_LONG,
        /** A metric that is not used; its detail is the metric's name. */
        UNUSED_METRIC,
        /** The gzip data ends in the middle; what came before it was used. */
        GZIP_TRUNCATED,
        /** The gzip data is damaged; what came before it was used. */
        GZIP_CORRUPT,
        /** The gzip data grows beyond the cap; what came before it was used. */
        GZIP_BOMB,
        /** The file or folder cannot be read. */
        UNREADABLE,
        /** More than a day ahead of its account and region, while these continue in their own time. */
        AHEAD_OF_FEED,
        /** The sample is from another account than the one whose place in S3 it lies in. */
        FOREIGN_ACCOUNT;

        /** The name in files, for example {@code not-json}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
