package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A line of {@code rejects.jsonl}: input that was refused. */
public record RejectRow(
        @JsonPropertyDescription("where it stood") String file,
        @JsonPropertyDescription("from 1") long line,
        @JsonPropertyDescription("why, in one word") String reason,
        @JsonPropertyDescription("why, for people") String detail,
        @JsonPropertyDescription("how many records") long count,
        @JsonPropertyDescription("its length") long bytes,
        @JsonPropertyDescription("its hash") String sha256,
        @JsonPropertyDescription("how it begins") String prefix) {}
