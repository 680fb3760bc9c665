package dev.breakwater.connectors.testkit.firehose;

/**
 * What came back.
 *
 * @param status       of HTTP
 * @param requestId    "" if the body has none
 * @param timestamp    0 if the body has none
 * @param errorMessage "" if the body has none
 * @param retryAfter   the header, "" if there is none
 */
public record FirehoseAnswer(int status, String requestId, long timestamp, String errorMessage, String retryAfter) {}
