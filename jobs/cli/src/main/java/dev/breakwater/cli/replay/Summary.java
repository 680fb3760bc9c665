package dev.breakwater.cli.replay;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.guard.stage.ObserveStage;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.Wording;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The result of a replay and the content of {@code summary.json}.
 *
 * @param assumedMemoryMb memory of the functions whose memory is unknown
 */
public record Summary(
        @JsonUnwrapped Input input,
        @JsonUnwrapped Fleet fleet,
        @JsonUnwrapped Outcome outcome,
        int assumedMemoryMb) {

    /** The number of lines that were read, and the speed. */
    public record Input(long samples, long rejects, long late, long recordsPerSecond, double wallSeconds) {}

    /**
     * @param notReady functions whose history was still too short for a judgement when the recording ended
     * @param newest   end of the newest data minute
     */
    public record Fleet(long functions, long notReady, String newest) {}

    /**
     * The counts and costs of the whole recording. Costs are in USD.
     *
     * @param pages         incidents that paged
     * @param notifications how often these pages notified people
     * @param refusedGood   good calls that throttles refused
     */
    public record Outcome(
            int incidents,
            int pages,
            int notifications,
            int throttles,
            int releases,
            BigDecimal excessUsd,
            BigDecimal avertedUsd,
            long refusedGood) {

        /** Returns a text like {@code 15 pages (24 notifications, ...)}, which says why there are more. */
        public String pagesText() {
            String text = Wording.count(pages, "page");
            if (notifications == pages) return text;
            return text + " (" + Wording.count(notifications, "notification")
                    + ", as a surge that becomes worse or waits for approval notifies again)";
        }
    }

    static Summary of(RunFolder out, Map<String, Object> accumulators, double seconds, int assumedMemoryMb)
            throws IOException {
        long samples = count(accumulators, Normalise.SAMPLES);
        long rejects = count(accumulators, Normalise.REJECTED);
        long late = count(accumulators, Normalise.LATE);
        List<Incident> incidents = out.rows(LedgerFile.INCIDENTS, i -> true);
        Instant newest = Instant.ofEpochSecond(60 * (count(accumulators, Normalise.NEWEST) + 1));
        long rate = Math.round((samples + rejects + late) / Math.max(seconds, .001));
        return new Summary(
                new Input(samples, rejects, late, rate, Math.round(seconds * 1000) / 1000.0),
                new Fleet(
                        count(accumulators, ObserveStage.FUNCTIONS),
                        out.rows(LedgerFile.READINESS, r -> r.readyAt().isAfter(newest))
                                .size(),
                        newest.toString()),
                new Outcome(
                        incidents.size(),
                        (int) incidents.stream()
                                .filter(i -> i.times().pagedAt() != null)
                                .count(),
                        incidents.stream().mapToInt(Incident::notifications).sum(),
                        actions(incidents, "throttle"),
                        actions(incidents, "release"),
                        sum(incidents, i -> i.money().excessUsd()),
                        sum(incidents, i -> i.money().avertedUsd()),
                        incidents.stream()
                                .mapToLong(i -> i.money().refusedGood())
                                .sum()),
                assumedMemoryMb);
    }

    private static int actions(List<Incident> incidents, String type) {
        return (int) incidents.stream()
                .flatMap(i -> i.actions().stream())
                .filter(a -> a.type().equals(type))
                .count();
    }

    private static BigDecimal sum(List<Incident> incidents, Function<Incident, BigDecimal> amount) {
        return incidents.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, LedgerJson.pretty(this) + "\n");
    }

    private static long count(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Long n ? n : 0;
    }
}
