package dev.breakwater.cli.replay;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.flink.EmbeddedFlink;
import dev.breakwater.cli.replay.Replay.Watcher;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.Ports;
import dev.breakwater.guard.SurgeGuardJob;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.ledger.AttackRow;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.report.Wording;
import dev.breakwater.report.run.Plots;
import dev.breakwater.report.run.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the main job over a recording as fast as possible. Limits are simulated, and no service is called. */
public record Replay(Replay.ReplayRequest request, Replay.Watcher watcher) {

    private static final List<String> FILES = List.of(
            "decisions.jsonl",
            "incidents.jsonl",
            "alarms.jsonl",
            "rejects.jsonl",
            "readiness.jsonl",
            "spend.jsonl",
            "budgets.jsonl",
            "calibration.jsonl",
            "points.jsonl",
            "plots.jsonl",
            "attacks.jsonl",
            "summary.json",
            "report.html");
    private static final long LOOK_EVERY_MILLIS = 100;

    /** Replays and writes all files of the output folder. */
    public static Summary run(ReplayRequest request, Watcher watcher) throws Exception {
        return new Replay(request, watcher).run();
    }

    /** Replays and writes all files of the output folder, and shows the progress. */
    public static Summary run(ReplayRequest request, PrintWriter out) throws Exception {
        try (ProgressLine line = new ProgressLine(out)) {
            return run(request, line);
        }
    }

    private Summary run() throws Exception {
        keepApart(request.inputs(), request.out());
        prepare(request.out());
        GuardSettings settings = GuardSettings.ofRecording(request.settings(), request.functions());
        long start = System.nanoTime();
        StreamExecutionEnvironment env = new EmbeddedFlink(
                        request.parallelism(), request.settings().state().backend())
                .forRecording();
        Ports ports = Ports.recording(source(), request.out().toString());
        SurgeGuardJob.build(env, settings, ports);
        JobExecutionResult result = await(env.executeAsync("breakwater-replay"));
        double seconds = (System.nanoTime() - start) / 1e9;
        RunFolder out = new RunFolder(request.out());
        Plots.write(out);
        SimulatedLedger.write(out);
        if (!request.attacks().isEmpty()) out.write(LedgerFile.ATTACKS, request.attacks());
        Summary summary = Summary.of(
                out,
                result.getAllAccumulatorResults(),
                seconds,
                request.settings().prices().assumedMemoryMb());
        summary.write(request.out().resolve("summary.json"));
        RunReport.write(request.out());
        return summary;
    }

    private LandingSource source() {
        LandingSettings bounds = LandingSettings.bounded(Clock.systemUTC());
        if (request.from().isPresent()) bounds = bounds.withFrom(request.from().get());
        if (request.to().isPresent()) bounds = bounds.withTo(request.to().get());
        return LandingSource.of(request.inputs(), bounds);
    }

    /** Refuses an output folder that contains input, because the command replaces earlier output. */
    private static void keepApart(List<Path> inputs, Path out) {
        Path target = out.toAbsolutePath().normalize();
        for (Path input : inputs) {
            Path source = input.toAbsolutePath().normalize();
            boolean over = source.startsWith(target) || Files.isDirectory(source) && target.startsWith(source);
            if (over) throw Refusal.usage("--out " + out + " and --input " + input + " overlap; write elsewhere");
        }
    }

    private static void prepare(Path out) throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) throw Refusal.error(out + " is a file; name a folder");
        Files.createDirectories(out);
        for (String name : FILES) Files.deleteIfExists(out.resolve(name));
        SimulatedLedger.delete(new RunFolder(out));
    }

    private JobExecutionResult await(JobClient job) throws Exception {
        CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
        Tail decisions = new Tail(LedgerFile.DECISIONS.in(request.out()));
        while (true) {
            try {
                JobExecutionResult done = result.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                tell(decisions);
                return done;
            } catch (TimeoutException e) {
                tell(decisions);
                progress(job);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private void tell(Tail decisions) throws IOException {
        for (String line : decisions.more()) watcher.decision(LedgerJson.read(line, DecisionRow.class));
    }

    private void progress(JobClient job) {
        try {
            Object samples = job.getAccumulators().get(1, TimeUnit.SECONDS).get(Normalise.SAMPLES);
            if (samples instanceof Long n) watcher.progress(n);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // the metric is missing while the job changes from one state to another, and after the job's end
        }
    }

    /** Reads the complete lines that were added to a file since the last call. */
    static final class Tail {

        private final Path file;
        private long position;

        Tail(Path file) {
            this.file = file;
        }

        List<String> more() throws IOException {
            if (!Files.exists(file)) return List.of();
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                byte[] added = new byte[(int) Math.min(Math.max(0, in.length() - position), 1 << 24)];
                in.seek(position);
                in.readFully(added);
                int end = added.length;
                while (end > 0 && added[end - 1] != '\n') end--;
                position += end;
                String text = new String(added, 0, end, StandardCharsets.UTF_8);
                return text.isEmpty() ? List.of() : new ArrayList<>(List.of(text.split("\n")));
            }
        }
    }

    /** A listener for the events of a replay. */
    public interface Watcher {

        /** A listener that ignores all events. */
        Watcher NOBODY = new Watcher() {};

        /** Called with the number of samples read. */
        default void progress(long samples) {}

        /** Called after each decision. */
        default void decision(DecisionRow decision) {}
    }

    /**
     * The request for a replay.
     *
     * @param inputs      files and folders of Metric Streams JSON
     * @param settings     configuration, whose paths for source, inventory, notify and ledger are not used
     * @param functions   the inventory by {@code account|region|function}; empty if unknown
     * @param attacks     the injected attacks of the recording; empty if unknown
     * @param from samples before this time are skipped
     * @param to samples at or after this time are skipped
     * @param out         the folder for the results
     * @param parallelism the parallelism of the job
     */
    public record ReplayRequest(
            List<Path> inputs,
            Settings settings,
            Map<String, FunctionFacts> functions,
            List<AttackRow> attacks,
            Optional<Instant> from,
            Optional<Instant> to,
            Path out,
            int parallelism) {}

    /**
     * Shows the number of samples replayed so far: on one line of a terminal, which is cleared at the end, or else on a
     * new line every 15 seconds.
     */
    static final class ProgressLine implements Watcher, AutoCloseable {

        private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(15);

        private final PrintWriter out;
        private final boolean terminal;
        private final LongSupplier nanos;
        private long told;

        ProgressLine(PrintWriter out) {
            this(out, System.console() != null, System::nanoTime);
        }

        ProgressLine(PrintWriter out, boolean terminal, LongSupplier nanos) {
            this.out = out;
            this.terminal = terminal;
            this.nanos = nanos;
            told = nanos.getAsLong();
        }

        @Override
        public void progress(long samples) {
            if (terminal) out.printf(Locale.ROOT, "\r%,d samples so far", samples);
            else if (nanos.getAsLong() - told < EVERY_NANOS) return;
            else out.printf(Locale.ROOT, "breakwater: %s replayed so far%n", Wording.count(samples, "sample"));
            told = nanos.getAsLong();
            out.flush();
        }

        @Override
        public void close() {
            if (terminal) out.print("\r\u001b[K");
            out.flush();
        }
    }
}
