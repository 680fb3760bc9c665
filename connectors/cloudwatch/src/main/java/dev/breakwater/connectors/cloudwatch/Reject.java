package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.model.Wire;

/**
 * One refused input. Control characters in its texts are escaped.
 *
 * @param file    the file relative to its folder
 * @param line    the number of the line, from 1; 0 for the whole file
 * @param reason  why the input was refused
 * @param detail  the exact cause, at most 200 characters
 * @param bytes   size of the refused input in bytes
 * @param sha256  hash of the refused input in hex, or "" if the input was not read
 * @param prefix  start of the refused input, at most 120 characters
 * @param count   the number of inputs that this reject covers
 * @param summary true if this reject only counts further inputs whose reason was already shown for this file; for
 *     UNUSED_METRIC, inputs whose detail was already shown in the whole feed
 */
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

    /**
     * The reason why a line or a file was not used. Do not reorder these values: the ordinal is in checkpoints and on
     * the wire.
     */
    public enum RejectReason implements Wire {
        /** The line does not parse as one JSON value. */
        NOT_JSON,
        /** The line is JSON, but not a JSON object. */
        NOT_AN_OBJECT,
        /** The line has bytes that are not valid text. */
        BINARY,
        /** The line is nested deeper than any metric, or has longer numbers or names. */
        TOO_DEEP,
        /** A key has a value of another type. */
        WRONG_TYPE,
        /** A required key is missing. */
        MISSING_KEY,
        /** A value is NaN, infinite or negative. */
        BAD_VALUE,
        /** The count, sum and max of the value contradict each other. */
        CONTRADICTORY_VALUE,
        /** The time is before 2015-01-01, when Lambda had no metrics. */
        TIMESTAMP_TOO_OLD,
        /** The time is more than two minutes after the wall clock. */
        TIMESTAMP_IN_FUTURE,
        /** An account, region, function or metric name is not valid in AWS. */
        BAD_NAME,
        /** The line is longer than 1 MiB. */
        LINE_TOO_LONG,
        /** The metric is not used. The detail of the reject is the metric's name. */
        UNUSED_METRIC,
        /** The gzip data ends in the middle. The content before the missing end was used. */
        GZIP_TRUNCATED,
        /** The gzip data is damaged. The content before the damage was used. */
        GZIP_CORRUPT,
        /** The gzip data grows beyond the cap. The content before the cap was used. */
        GZIP_BOMB,
        /** The file or folder cannot be read. */
        UNREADABLE,
        /** The sample is more than a day ahead of the other samples of its account and region. */
        AHEAD_OF_FEED,
        /** The sample is below an S3 prefix that belongs to another account. */
        FOREIGN_ACCOUNT;
    }
}
