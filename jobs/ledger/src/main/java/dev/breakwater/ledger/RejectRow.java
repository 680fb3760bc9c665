package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A line of {@code rejects.jsonl}, about input that was refused. */
public record RejectRow(
        @JsonPropertyDescription("the file with the refused input")
        String file,

        @JsonPropertyDescription("from 1") long line,
        @JsonPropertyDescription("the reason, in one word") String reason,
        @JsonPropertyDescription("the reason, as text") String detail,

        @JsonPropertyDescription("number of refused records")
        long count,

        @JsonPropertyDescription("length of the input") long bytes,
        @JsonPropertyDescription("hash of the input") String sha256,

        @JsonPropertyDescription("first characters of the input")
        String prefix) {}
