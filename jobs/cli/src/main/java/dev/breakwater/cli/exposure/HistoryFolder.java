package dev.breakwater.cli.exposure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.Refusal;
import dev.breakwater.exposure.model.AccountReading.Usage;
import dev.breakwater.exposure.model.AccountReading.Usage.Peaks;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.PlotRow;
import dev.breakwater.ledger.folder.CappedLines;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import dev.breakwater.model.kind.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The past concurrency of functions. The values come from samples in a landing folder, or from plots in a folder of the
 * command {@code replay} or {@code demo}. Minutes of incidents in the folder's {@code incidents.jsonl} do not count
 * towards a peak.
 */
final class HistoryFolder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MINUTE_MILLIS = 60_000;

    private final Path folder;
    private final Incidents incidents = new Incidents();
    private final Map<Scope, TreeMap<Integer, Integer>> peaks = new HashMap<>();
    private final Map<Scope, Long> lastUsed = new HashMap<>();
    private final Map<String, Scope> plotted = new HashMap<>();
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    private interface Line {
        void read(JsonNode line);
    }

    private HistoryFolder(Path folder) {
        this.folder = folder;
    }

    static Usage read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) throw Refusal.error(folder + ": no such folder");
        HistoryFolder history = new HistoryFolder(folder);
        RunFolder run = new RunFolder(folder);
        IncidentList.of(run).forEach(history::incident);
        run.each(LedgerFile.PLOTS, history::plot);
        for (Path file : history.samples()) history.lines(file, history::sample);
        if (history.peaks.isEmpty() && history.lastUsed.isEmpty()) {
            throw Refusal.error(folder + ": neither samples of functions nor plots of a run");
        }
        return history.usage();
    }

    private Usage usage() {
        Map<Scope, Peaks> found = new HashMap<>();
        peaks.forEach((key, minutes) -> found.put(key, new Peaks(minutes)));
        return new Usage(found, lastUsed, Math.min(from, to), to);
    }

    private List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> isSamples(f.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Skips unfinished files, like the reader of a landing folder. */
    private static boolean isSamples(String name) {
        return !name.startsWith(".") && !name.endsWith(".tmp") && !name.endsWith(".html");
    }

    private void lines(Path file, Line reader) throws IOException {
        if (!Files.isRegularFile(file)) return;
        try (CappedLines lines = new CappedLines(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) line(line, reader);
            }
        }
    }

    /** Skips a line that is not JSON. The command {@code replay} counts and names such lines. */
    private static void line(String line, Line reader) {
        try {
            reader.read(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            return;
        }
    }

    private void incident(Incident row) {
        incidents.add(row);
        var i = row.identity();
        if (i.function() != null) {
            plotted.put(i.incident(), Scope.function(i.account(), i.region(), i.function()));
        }
    }

    private void sample(JsonNode line) {
        JsonNode dimensions = line.path("dimensions");
        ResourceKind kind = ResourceKind.lambda();
        if (!line.path("namespace").asText().equals(kind.namespace()) || dimensions.size() != 1) return;
        JsonNode name = dimensions.path(kind.dimension());
        long at = line.path("timestamp").asLong(-1);
        if (!name.isTextual() || at < 0) return;
        Scope key = key(line, "account_id", name);
        MetricRole role = kind.role(line.path("metric_name").asText());
        if (role == MetricRole.CALLS) invoked(key, at, line.at("/value/sum").asDouble());
        if (role == MetricRole.CONCURRENCY) used(key, at, line.at("/value/max").asDouble(), 1);
    }

    private void invoked(Scope key, long at, double calls) {
        seen(at);
        if (calls > 0) lastUsed.merge(key, at + MINUTE_MILLIS, Math::max);
    }

    private void used(Scope key, long at, double concurrency, int minutes) {
        if (!(concurrency >= 1) || concurrency > Integer.MAX_VALUE || minutes < 1) return;
        seen(at);
        lastUsed.merge(key, at + minutes * MINUTE_MILLIS, Math::max);
        if (incidents.during(key.path(), at)) return;
        peaks.computeIfAbsent(key, k -> new TreeMap<>()).merge((int) Math.ceil(concurrency), minutes, Integer::sum);
    }

    private void seen(long at) {
        from = Math.min(from, at);
        to = Math.max(to, at + MINUTE_MILLIS);
    }

    /** Adds the points of a plot. A point has the largest value among its minutes. */
    private void plot(PlotRow plot) {
        Scope key = plotted.get(plot.incident());
        List<Double> points = plot.series().concurrency();
        if (key == null || points == null || points.isEmpty() || plot.from() == null || plot.minutes() == null) return;
        int minutes = plot.minutes();
        if (minutes < points.size()) return;
        long start = plot.from().toEpochMilli();
        for (int i = 0; i < points.size(); i++) {
            long at = start + MINUTE_MILLIS * minutes * i / points.size();
            if (points.get(i) != null) used(key, at, points.get(i), minutes / points.size());
        }
    }

    private static Scope key(JsonNode line, String account, JsonNode name) {
        return Scope.function(line.path(account).asText(), line.path("region").asText(), name.asText());
    }

    /** The times of incidents, by function. Concurrency during an incident does not show what the function needs. */
    static final class Incidents {

        private record Span(long fromMillis, long toMillis) {}

        private final Map<String, List<Span>> spans = new HashMap<>();

        void add(Incident row) {
            var i = row.identity();
            Instant onset = row.times().onset();
            if (i.function() == null || onset == null) return;
            Instant end = row.times().endedAt();
            spans.computeIfAbsent(i.account() + "/" + i.region() + "/" + i.function(), k -> new ArrayList<>())
                    .add(new Span(onset.toEpochMilli(), end == null ? Long.MAX_VALUE : end.toEpochMilli()));
        }

        /**
         * @param key {@code account/region/function}
         */
        boolean during(String key, long millis) {
            return spans.getOrDefault(key, List.of()).stream()
                    .anyMatch(s -> s.fromMillis <= millis && millis < s.toMillis);
        }
    }
}
