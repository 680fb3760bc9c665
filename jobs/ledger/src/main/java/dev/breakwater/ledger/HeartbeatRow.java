package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.engine.watch.Watched;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The content of {@code heartbeat.json}, which is the state of {@code run} itself. The file is rewritten every minute.
 */
public record HeartbeatRow(
        @JsonPropertyDescription("when the file was written")
        Instant at,

        @JsonUnwrapped Feed feed,
        @JsonUnwrapped Waiting waiting,

        @JsonPropertyDescription("cost of polling CloudWatch in this calendar month, in USD")
        double pollUsd,

        @JsonPropertyDescription("cost of polling for a month at the rate of the last hour, in USD")
        double pollUsdPerMonth) {

    /** How many functions are not watched, as text for people. The text is empty if all functions are watched. */
    public String unwatchedText() {
        return feed.unwatched == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%,d functions are not watched, as of %s, because %,d are watched and there is no room for "
                                + "more",
                        feed.unwatched,
                        at,
                        feed.functions);
    }

    /** A sentence about messages that receivers do not accept, or an empty text if there are none. */
    public static String failingText(long messages) {
        return messages == 0
                ? ""
                : String.format(Locale.ROOT, "Messages to people that fail: %,d. The log says why.", messages);
    }

    /** Counters of the input since the job began or was restored. */
    public record Feed(
            @JsonPropertyDescription("end of the newest data minute with a sample; null before the first")
            Instant newestSample,

            @JsonPropertyDescription("how old the newest minute was in the last report of the slowest feed, in seconds")
            long lagSeconds,

            @JsonPropertyDescription(
                    "silent feeds, accounts, checkpoints and files, each with `subject` and `seconds` of silence")
            List<Silent> silent,

            @JsonPropertyDescription("samples used since the job started or was restored")
            long samples,

            @JsonPropertyDescription("samples that came too late to be used")
            long late,

            @JsonPropertyDescription("input lines that could not be used")
            long rejects,

            @JsonPropertyDescription("functions in the feed within the last month")
            long functions,

            @JsonPropertyDescription(
                    "functions that were not watched in the feed's present or last hour, because there are more than "
                            + "`state.functions`; counted up to 10,000")
            long unwatched) {

        public Feed {
            silent = silent == null ? List.of() : silent;
        }

        /** Returns whether this lag, in seconds, is too long, for example because the job still reads old samples. */
        public static boolean isBehind(long lagSeconds) {
            return lagSeconds > Watched.OF_LANDING.toSeconds();
        }
    }

    /** A feed, or a part of a feed, that is silent. */
    public record Silent(String subject, long seconds) {}

    /** The messages and lines that were not sent or written yet. */
    public record Waiting(
            @JsonPropertyDescription("messages that wait for PagerDuty and other channels")
            long messagesWaiting,

            @JsonPropertyDescription(
                    "messages that a channel refused, or did not accept in several attempts; they are sent again")
            long messagesFailing,

            @JsonPropertyDescription("messages that were dropped since the job started")
            long messagesDropped,

            @JsonPropertyDescription("lines that wait because their files cannot be written")
            long linesWaiting) {}
}
