package dev.breakwater.cli.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When functions were in an incident: what they used then says nothing about what they need. */
final class Incidents {

    private record Span(long fromMillis, long toMillis) {}

    private final Map<String, List<Span>> spans = new HashMap<>();

    /** A line of {@code incidents.jsonl}. */
    void add(JsonNode line) {
        if (!line.path("scope").asText("function").equals("function")) return;
        try {
            long from = Instant.parse(line.path("onset").asText()).toEpochMilli();
            long to = line.path("endedAt").isTextual()
                    ? Instant.parse(line.path("endedAt").asText()).toEpochMilli()
                    : Long.MAX_VALUE;
            spans.computeIfAbsent(key(line), k -> new ArrayList<>()).add(new Span(from, to));
        } catch (DateTimeException e) {
            // a line without times tells nothing here
            return;
        }
    }

    /**
     * @param key {@code account/region/function}
     */
    boolean during(String key, long millis) {
        return spans.getOrDefault(key, List.of()).stream().anyMatch(s -> s.fromMillis <= millis && millis < s.toMillis);
    }

    private static String key(JsonNode line) {
        return line.path("account").asText() + "/" + line.path("region").asText() + "/"
                + line.path("function").asText();
    }
}
