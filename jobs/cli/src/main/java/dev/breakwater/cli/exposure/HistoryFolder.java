package dev.breakwater.cli.exposure;

import dev.breakwater.cli.Refusal;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.parse.MetricStreamParser;
import dev.breakwater.exposure.model.AccountReading.Usage;
import dev.breakwater.exposure.model.AccountReading.Usage.Peaks;
import dev.breakwater.ledger.folder.CappedLines;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The past concurrency of functions, from the samples in a landing folder. */
final class HistoryFolder {

    private static final long MINUTE_MILLIS = 60_000;

    private final Path folder;
    private final MetricStreamParser parser =
            new MetricStreamParser(Clock.systemUTC().millis());
    private final Map<Scope, TreeMap<Integer, Integer>> peaks = new HashMap<>();
    private final Map<Scope, Long> lastUsed = new HashMap<>();
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    private HistoryFolder(Path folder) {
        this.folder = folder;
    }

    static Usage read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) throw Refusal.error(folder + ": no such folder");
        HistoryFolder history = new HistoryFolder(folder);
        for (Path file : history.samples()) history.lines(file);
        if (history.peaks.isEmpty() && history.lastUsed.isEmpty()) {
            throw Refusal.error(
                    folder + ": no samples of functions. Name the folder with the recorded samples, such as "
                            + "source.landing; the results of a replay contain none");
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

    /** Skips a line that is no sample. The command {@code replay} counts and names such lines. */
    private void lines(Path file) throws IOException {
        try (CappedLines lines = new CappedLines(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                Datapoint d = parser.parse(bytes, 0, bytes.length);
                if (d != null && !d.function().isEmpty()) take(d);
            }
        }
    }

    private void take(Datapoint d) {
        Scope key = Scope.function(d.account(), d.region(), d.function());
        if (d.metric() == MetricRole.CALLS) invoked(key, d.minute() * MINUTE_MILLIS, d.sum());
        if (d.metric() == MetricRole.CONCURRENCY) used(key, d.minute() * MINUTE_MILLIS, d.max());
    }

    private void invoked(Scope key, long at, double calls) {
        seen(at);
        if (calls > 0) lastUsed.merge(key, at + MINUTE_MILLIS, Math::max);
    }

    private void used(Scope key, long at, double concurrency) {
        if (!(concurrency >= 1) || concurrency > Integer.MAX_VALUE) return;
        seen(at);
        lastUsed.merge(key, at + MINUTE_MILLIS, Math::max);
        peaks.computeIfAbsent(key, k -> new TreeMap<>()).merge((int) Math.ceil(concurrency), 1, Integer::sum);
    }

    private void seen(long at) {
        from = Math.min(from, at);
        to = Math.max(to, at + MINUTE_MILLIS);
    }
}
