package dev.breakwater.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.guard.stage.ObserveStage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * What a replay came to; the content of {@code summary.json}.
 *
 * @param notReady functions whose history was too short to judge them when the recording ended
 * @param newest   end of the newest data minute
 */
public record Summary(
        long samples,
        long rejects,
        long late,
        long recordsPerSecond,
        double wallSeconds,
        long functions,
        long notReady,
        String newest,
        int incidents,
        int pages,
        int throttles,
        int releases,
        BigDecimal excessUsd,
        BigDecimal avertedUsd) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Summary of(Path out, Map<String, Object> accumulators, double seconds) throws IOException {
        long samples = count(accumulators, Normalise.SAMPLES);
        long rejects = count(accumulators, Normalise.REJECTED);
        long late = count(accumulators, Normalise.LATE);
        int incidents = 0;
        int pages = 0;
        int throttles = 0;
        int releases = 0;
        BigDecimal excess = BigDecimal.ZERO;
        BigDecimal averted = BigDecimal.ZERO;
        for (String line : Files.readAllLines(out.resolve("incidents.jsonl"))) {
            JsonNode i = MAPPER.readTree(line);
            incidents++;
            if (!i.path("pagedAt").isNull()) pages++;
            for (JsonNode action : i.path("actions")) {
                if (action.path("type").asText().equals("throttle")) throttles++;
                if (action.path("type").asText().equals("release")) releases++;
            }
            excess = excess.add(new BigDecimal(i.path("excessUsd").asText("0")));
            averted = averted.add(new BigDecimal(i.path("avertedUsd").asText("0")));
        }
        Instant newest = Instant.ofEpochSecond(60 * (count(accumulators, Normalise.NEWEST) + 1));
        long rate = Math.round((samples + rejects + late) / Math.max(seconds, .001));
        return new Summary(
                samples,
                rejects,
                late,
                rate,
                Math.round(seconds * 1000) / 1000.0,
                count(accumulators, ObserveStage.FUNCTIONS),
                notReady(out, newest),
                newest.toString(),
                incidents,
                pages,
                throttles,
                releases,
                excess,
                averted);
    }

    /** Functions whose baseline was not ready when the recording ended. */
    private static long notReady(Path out, Instant newest) throws IOException {
        long n = 0;
        for (String line : Files.readAllLines(out.resolve("readiness.jsonl"))) {
            Instant readyAt =
                    Instant.parse(MAPPER.readTree(line).path("readyAt").asText());
            if (readyAt.isAfter(newest)) n++;
        }
        return n;
    }

    void write(Path file) throws IOException {
        Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json()) + "\n");
    }

    /** The same as a JSON object. */
    public ObjectNode json() {
        ObjectNode o = MAPPER.createObjectNode();
        o.put("samples", samples);
        o.put("rejects", rejects);
        o.put("late", late);
        o.put("recordsPerSecond", recordsPerSecond);
        o.put("wallSeconds", wallSeconds);
        o.put("functions", functions);
        o.put("notReady", notReady);
        o.put("newest", newest);
        o.put("incidents", incidents);
        o.put("pages", pages);
        o.put("throttles", throttles);
        o.put("releases", releases);
        o.put("excessUsd", excessUsd);
        o.put("avertedUsd", avertedUsd);
        return o;
    }

    private static long count(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Long n ? n : 0;
    }
}
