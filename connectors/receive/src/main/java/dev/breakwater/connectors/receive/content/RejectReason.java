package dev.breakwater.connectors.receive.content;

/** Why a part of a delivery was not landed. */
public enum RejectReason {
    /** A line that is not JSON, or holds more than one value. */
    NOT_JSON,
    /** A line that is JSON but no object. */
    NOT_AN_OBJECT,
    /** An object without the keys of a metric. */
    NOT_A_METRIC,
    /** A line above 1 MiB. */
    LINE_TOO_LONG,
    /** Nested too deep, or a number or key too long. */
    TOO_DEEP,
    /** A record that is longer than the limit once inflated. */
    RECORD_TOO_LONG,
    /** A record that begins like gzip and is damaged. */
    BAD_GZIP,
    /** A record that begins like OpenTelemetry and is damaged. */
    BAD_PROTOBUF,
    /** An OpenTelemetry metric that is no summary, or lacks its account or its name. */
    UNUSED_METRIC,
    /** A value that JSON cannot hold. */
    BAD_VALUE,
    /** A log subscription message that lacks what it must have. */
    BAD_LOG_MESSAGE,
    /** A platform report that cannot be read. */
    BAD_REPORT,
    /** A line about an account that the key is not good for. */
    WRONG_ACCOUNT,
    /** Events of the logs beyond what one delivery may hold in memory. */
    TOO_MANY_EVENTS;

    /** As written in files and metrics, for example {@code not-json}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
