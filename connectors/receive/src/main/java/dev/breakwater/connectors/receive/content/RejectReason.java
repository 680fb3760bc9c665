package dev.breakwater.connectors.receive.content;

/** The reason why a part of a delivery was not stored. */
public enum RejectReason {
    /** A line that is not JSON, or has more than one value. */
    NOT_JSON,
    /** A line that is JSON, but not a JSON object. */
    NOT_AN_OBJECT,
    /** An object without the keys of a metric. */
    NOT_A_METRIC,
    /** A line above 1 MiB. */
    LINE_TOO_LONG,
    /** A line that is nested too deep, or has too long a number or key. */
    TOO_DEEP,
    /** A record that is longer than the limit once inflated. */
    RECORD_TOO_LONG,
    /** A record that begins like gzip and is damaged. */
    BAD_GZIP,
    /** A record that begins like OpenTelemetry and is damaged. */
    BAD_PROTOBUF,
    /** An OpenTelemetry metric that is no summary, or lacks its account or its name. */
    UNUSED_METRIC,
    /** A value that JSON cannot express. */
    BAD_VALUE,
    /** A log subscription message that lacks a required field. */
    BAD_LOG_MESSAGE,
    /** A platform report that cannot be read. */
    BAD_REPORT,
    /** A line about an account for which the key is not valid. */
    WRONG_ACCOUNT,
    /** Log events beyond the number that one delivery may have in memory. */
    TOO_MANY_EVENTS;

    /** The name in files and metrics, for example {@code not-json}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
