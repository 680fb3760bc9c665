package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A line of {@code rejects.jsonl}: input that was refused. */
public record RejectRow(
        @JsonPropertyDescription("the file that has the input")
        String file,

        @JsonPropertyDescription("from 1") long line,
        @JsonPropertyDescription("the reason, in one word") String reason,
        @JsonPropertyDescription("the reason, as text") String detail,
        @JsonPropertyDescription("how many records") long count,
        @JsonPropertyDescription("its length") long bytes,
        @JsonPropertyDescription("its hash") String sha256,
        @JsonPropertyDescription("its first characters") String prefix) {}
