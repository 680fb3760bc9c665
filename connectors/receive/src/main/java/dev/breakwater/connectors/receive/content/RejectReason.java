package dev.breakwater.connectors.receive.content;

/** The reason why a part of a delivery was not stored. */
public enum RejectReason {
    /** The line is not JSON, or has more than one value. */
    NOT_JSON,
    /** The line is JSON, but not a JSON object. */
    NOT_AN_OBJECT,
    /** The object lacks the keys of a metric. */
    NOT_A_METRIC,
    /** The line is longer than 1 MiB. */
    LINE_TOO_LONG,
    /** The line is nested too deep, or has too long a number or key. */
    TOO_DEEP,
    /** The record is longer than the limit after inflation. */
    RECORD_TOO_LONG,
    /** The record begins like gzip but is damaged. */
    BAD_GZIP,
    /** The record begins like OpenTelemetry but is damaged. */
    BAD_PROTOBUF,
    /** The OpenTelemetry metric is not a summary, or lacks its account or its name. */
    UNUSED_METRIC,
    /** The value cannot be written in JSON. */
    BAD_VALUE,
    /** The log subscription message lacks a required field. */
    BAD_LOG_MESSAGE,
    /** The platform report cannot be read. */
    BAD_REPORT,
    /** The line is about an account for which the key is not valid. */
    WRONG_ACCOUNT,
    /** The delivery has more log events than may be in memory. */
    TOO_MANY_EVENTS;

    /** Returns the name in files and metrics, for example {@code not-json}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
