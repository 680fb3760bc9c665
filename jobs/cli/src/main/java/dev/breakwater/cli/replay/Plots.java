package dev.breakwater.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins the points that the job wrote into one picture an incident: {@code plots.jsonl}. */
final class Plots {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_POINTS = 400;
    private static final int BEFORE = 120;
    private static final int AFTER = 60;
    private static final List<String> SERIES = List.of("observed", "expected", "lower", "upper", "concurrency");

    private Plots() {}

    static void write(Path out) throws IOException {
        Path points = out.resolve("points.jsonl");
        Map<String, TreeMap<Long, JsonNode>> byScope = new HashMap<>();
        for (String line : Files.readAllLines(points)) {
            JsonNode p = MAPPER.readTree(line);
            byScope.computeIfAbsent(p.path("scope").asText(), k -> new TreeMap<>())
                    .putIfAbsent(p.path("minute").asLong(), p);
        }
        try (BufferedWriter plots = Files.newBufferedWriter(out.resolve("plots.jsonl"))) {
            for (String line : Files.readAllLines(out.resolve("incidents.jsonl"))) {
                JsonNode incident = MAPPER.readTree(line);
                TreeMap<Long, JsonNode> scope = byScope.getOrDefault(scope(incident), new TreeMap<>());
                long from = minute(incident.path("onset")) - BEFORE;
                long to = incident.path("endedAt").isNull() ? Long.MAX_VALUE : minute(incident.path("endedAt")) + AFTER;
                List<JsonNode> mine = List.copyOf(scope.subMap(from, to).values());
                plots.write(plot(incident, mine).toString() + '\n');
            }
        }
        Files.delete(points);
    }

    private static long minute(JsonNode instant) {
        return Instant.parse(instant.asText()).getEpochSecond() / 60;
    }

    private static String scope(JsonNode i) {
        String name = i.path("function").asText(i.path("group").asText("*"));
        return String.join(
                "|",
                i.path("scope").asText(),
                i.path("account").asText(),
                i.path("region").asText(),
                name);
    }

    private static ObjectNode plot(JsonNode incident, List<JsonNode> points) {
        ObjectNode o = MAPPER.createObjectNode();
        o.set("incident", incident.path("incident"));
        o.set("function", incident.path("function").isMissingNode() ? null : incident.path("function"));
        if (points.isEmpty()) return o;
        long first = points.get(0).path("minute").asLong();
        long minutes = points.get(points.size() - 1).path("minute").asLong() - first + 1;
        int step = (int) Math.max(1, (minutes + MOST_POINTS - 1) / MOST_POINTS);
        int n = (int) ((minutes + step - 1) / step);
        o.put("from", Instant.ofEpochSecond(first * 60).toString());
        o.put("minutes", (long) n * step);
        for (String series : SERIES) {
            ArrayNode values = o.putArray(series);
            for (Double v : thinned(points, series, first, step, n)) values.add(v);
        }
        ArrayNode limits = o.putArray("limit");
        for (int i = 0; i < n; i++) limits.add(limitAt(incident, first + (long) i * step));
        return o;
    }

    /** The largest of each step's minutes ({@code lower}: the smallest); null where there is none. */
    private static Double[] thinned(List<JsonNode> points, String series, long first, int step, int n) {
        Double[] values = new Double[n];
        for (JsonNode p : points) {
            int i = (int) ((p.path("minute").asLong() - first) / step);
            double v = p.path(series).asDouble();
            boolean takes = values[i] == null || (series.equals("lower") ? v < values[i] : v > values[i]);
            if (takes) values[i] = v;
        }
        return values;
    }

    private static Integer limitAt(JsonNode incident, long minute) {
        Integer limit = null;
        for (JsonNode action : incident.path("actions")) {
            if (Instant.parse(action.path("at").asText()).getEpochSecond() > minute * 60) break;
            boolean ends =
                    List.of("release", "override").contains(action.path("type").asText());
            limit = ends || action.path("value").isNull()
                    ? null
                    : Integer.valueOf(action.path("value").asInt());
        }
        return limit;
    }
}
