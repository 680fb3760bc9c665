package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.report.Levers;
import java.time.Duration;
import java.time.Instant;

/** A limit that Breakwater holds on a function, according to the ledger. */
public record LeaseState(
        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,
        @JsonPropertyDescription("its name") String function,

        @JsonPropertyDescription("`reservation`, `queue` or `stream`")
        String lever,

        @JsonPropertyDescription("id of the event source mapping; empty for a reservation")
        String mapping,

        @JsonPropertyDescription("`held`, `unanswered` (AWS did not answer when the limit was set) or `releasing`")
        String stage,

        @JsonPropertyDescription("the limit before ours; null if there was none")
        Integer was,

        @JsonPropertyDescription("our limit") int now,

        @JsonPropertyDescription("when the limit was last set or seen")
        Instant seenAt,

        @JsonPropertyDescription("the time by which Breakwater releases the limit")
        Instant until,

        @JsonPropertyDescription("why it was set") String why,
        @JsonPropertyDescription("the incident's id") String incident,

        @JsonPropertyDescription("whether the incident's page exists at `/incidents/ID.html`")
        boolean page) {

    /** Returns a text like {@code reserved concurrency 5}. */
    public String nowText() {
        return Levers.to(asLever(), now);
    }

    /** Returns the value that is restored after the limit, for example {@code no reserved concurrency}. */
    public String wasText() {
        return Levers.restored(asLever(), was == null ? -1 : was);
    }

    /**
     * Returns the time at which the sweep may release the lease. For five minutes after the end of a lease, the sweep
     * leaves the lease to the job.
     */
    public Instant sweptAfter() {
        return until.plus(Duration.ofMinutes(5));
    }

    public String stageText() {
        return switch (stage) {
            case "releasing" -> "being given back";
            case "unanswered" -> "requested, but AWS did not answer";
            default -> "held";
        };
    }

    private Lever asLever() {
        for (LeverKind kind : LeverKind.values()) if (kind.wire().equals(lever)) return new Lever(kind, mapping);
        return Lever.RESERVATION;
    }
}
