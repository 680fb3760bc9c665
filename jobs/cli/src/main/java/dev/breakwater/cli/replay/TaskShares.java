package dev.breakwater.cli.replay;

import dev.breakwater.bench.report.PipelineResult.Share;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Measures how much each task of a Flink job runs, by the samples of Java's Flight Recorder: Flink names its threads
 * after tasks.
 */
final class TaskShares {

    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final Duration EVERY = Duration.ofMillis(10);
    /** For example {@code observe -> assess (2/2)#0}. */
    private static final Pattern SUBTASK = Pattern.compile(" \\(\\d+/\\d+\\)#\\d+$");

    private TaskShares() {}

    /** The shares of the tasks while this runs, the largest first; everything outside tasks of a job is one share. */
    static List<Share> during(Callable<?> work) throws Exception {
        Path file = Files.createTempFile("breakwater-bench", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SAMPLE).withPeriod(EVERY);
            recording.start();
            work.call();
            recording.stop();
            recording.dump(file);
            return shares(file);
        } finally {
            Files.delete(file);
        }
    }

    private static List<Share> shares(Path file) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals(SAMPLE)) {
                counts.merge(task(event.getThread("sampledThread")), 1L, Long::sum);
            }
        }
        double all = counts.values().stream().mapToLong(n -> n).sum();
        return counts.entrySet().stream()
                .map(e -> new Share(e.getKey(), e.getValue() / all))
                .sorted(Comparator.comparingDouble(Share::share).reversed())
                .toList();
    }

    private static String task(RecordedThread thread) {
        String name = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
        if (name.equals(LandingSource.PARSER)) return "Parsing beside the source";
        String task = SUBTASK.matcher(name).replaceFirst("");
        return task.equals(name) ? "Flink's own threads, the report" : task;
    }
}
