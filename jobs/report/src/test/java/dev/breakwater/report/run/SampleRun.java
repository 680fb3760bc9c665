package dev.breakwater.report.run;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/** Invented files of a run, in the job's format, for tests. */
final class SampleRun {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // there is no other way to write half a surrogate pair
            .build();
    static final Instant ONSET = Instant.parse("2026-08-05T14:20:00Z");

    private final Path out;

    SampleRun(Path out) {
        this.out = out;
    }

    /** Returns a flood that was paged, throttled and released, with its chart and alarm minutes. */
    SampleRun flood(String id, String function) throws IOException {
        ObjectNode incident = incident(id, "function", "flood", "critical");
        incident.put("function", function).put("pagedAt", ONSET.plusSeconds(720).toString());
        incident.put("endedAt", ONSET.plusSeconds(4500).toString());
        incident.put("excessUsd", 28.95)
                .put("avertedUsd", 17.25)
                .put("refusedGood", 100)
                .put("reason", "surge");
        action(incident, "throttle", 1500, 31);
        action(incident, "release", 4500, null);
        append("incidents.jsonl", incident);
        plot(id, function);
        for (int minute = 2; minute < 60; minute++) alarm(function, minute, minute >= 12);
        decision(id, "throttle", "above-throttle-line", "", 1500, 31);
        decision(id, "release", "requested", "", 4500, null);
        decision(id, "close", "calm", "", 5100, null);
        return this;
    }

    /** Returns an attack spread over the account that was still open at the end of the input, without a chart. */
    SampleRun openSpread(String id) throws IOException {
        return spread(id, 1234.5);
    }

    SampleRun spread(String id, double excessUsd) throws IOException {
        ObjectNode incident = incident(id, "account", "spread", "warning");
        incident.putNull("pagedAt")
                .putNull("endedAt")
                .put("excessUsd", excessUsd)
                .put("avertedUsd", 0)
                .put("reason", "spread");
        append("incidents.jsonl", incident);
        return this;
    }

    SampleRun summary(long samples, int rejects, int late) throws IOException {
        ObjectNode summary = JSON.createObjectNode()
                .put("samples", samples)
                .put("rejects", rejects)
                .put("late", late);
        summary.put("recordsPerSecond", 101_234.5).put("wallSeconds", 8.8).put("functions", 40);
        summary.put("assumedMemoryMb", 1_024);
        Files.writeString(out.resolve("summary.json"), summary.toString());
        return this;
    }

    /** Returns the minutes of the flood, in the format of a live run. */
    SampleRun points(String function) throws IOException {
        for (int minute = -60; minute < 75; minute++) {
            ObjectNode point = JSON.createObjectNode().put("scope", "function|111122223333|eu-west-1|" + function);
            point.put("onset", ONSET.getEpochSecond() / 60).put("minute", ONSET.getEpochSecond() / 60 + minute);
            point.put("observed", minute < 0 ? 900 : 29_000).put("expected", 900);
            append(
                    "points.jsonl",
                    point.put("lower", 600).put("upper", 1_300).put("concurrency", minute < 0 ? 9 : 300));
        }
        return this;
    }

    SampleRun decision(String id, String type, String reason, String detail, int second, Integer limit)
            throws IOException {
        ObjectNode decision = JSON.createObjectNode().put("type", type).put("reason", reason);
        decision.put("at", ONSET.plusSeconds(second).toString()).put("detail", detail);
        append("decisions.jsonl", decision.put("incident", id).put("limit", limit));
        return this;
    }

    Path incidents() {
        return out.resolve("incidents.jsonl");
    }

    void garbage(String file) throws IOException {
        append(file, JSON.createObjectNode().put("onset", "yesterday"));
        Files.writeString(out.resolve(file), "{not json\n", StandardOpenOption.APPEND);
    }

    private static ObjectNode incident(String id, String scope, String kind, String severity) {
        ObjectNode incident = JSON.createObjectNode().put("incident", id).put("scope", scope);
        incident.put("account", "111122223333").put("region", "eu-west-1");
        incident.put("kind", kind).put("severity", severity).put("onset", ONSET.toString());
        incident.put("detectedAt", ONSET.plusSeconds(120).toString());
        incident.putObject("observed")
                .put("demandPerMinute", 31_000)
                .put("concurrency", 300)
                .put("usdPerHour", 27.2);
        incident.putObject("expected")
                .put("demandPerMinute", 990.4)
                .put("concurrency", 9)
                .put("usdPerHour", 0.82);
        incident.putArray("actions");
        return incident;
    }

    private static void action(ObjectNode incident, String type, int second, Integer value) {
        ObjectNode action = ((ArrayNode) incident.get("actions")).addObject();
        action.put("type", type).put("at", ONSET.plusSeconds(second).toString()).put("value", value);
    }

    private void plot(String id, String function) throws IOException {
        int minutes = 255;
        ObjectNode plot = JSON.createObjectNode().put("incident", id).put("function", function);
        plot.put("from", ONSET.minus(Duration.ofHours(2)).toString()).put("minutes", minutes);
        for (String name : new String[] {"observed", "expected", "lower", "upper", "concurrency", "limit"}) {
            ArrayNode values = plot.putArray(name);
            for (int i = 0; i < minutes; i++) point(values, name, i);
        }
        append("plots.jsonl", plot);
    }

    /** A daily sine curve with a flood from minute 120 to 180. Minutes 40 to 44 are missing. */
    private static void point(ArrayNode values, String name, int minute) {
        double usual = 900 + 100 * Math.sin(minute / 40.0);
        boolean flooded = minute >= 120 && minute < 180;
        boolean missing = minute >= 40 && minute < 45;
        switch (name) {
            case "observed" -> add(values, missing ? null : usual * (flooded ? 32 : 1));
            case "concurrency" -> add(values, missing ? null : usual / 100 * (flooded ? 32 : 1));
            case "lower" -> add(values, usual * 0.7);
            case "upper" -> add(values, usual * 1.4);
            case "limit" -> add(values, minute >= 145 && minute < 195 ? 31.0 : null);
            default -> add(values, usual);
        }
    }

    private static void add(ArrayNode values, Double value) {
        if (value == null) values.addNull();
        else values.add(Math.rint(value * 10) / 10);
    }

    private void alarm(String function, int minute, boolean paged) throws IOException {
        ObjectNode alarm = JSON.createObjectNode().put("minute", ONSET.getEpochSecond() / 60 + minute);
        alarm.put("scope", "function").put("function", function).putNull("group");
        alarm.put("score", 9.5).put("severity", "critical").put("paged", paged);
        append("alarms.jsonl", alarm);
    }

    private void append(String file, ObjectNode line) throws IOException {
        Files.writeString(
                out.resolve(file),
                JSON.writeValueAsString(line) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
