package dev.breakwater.cli.replay;

import dev.breakwater.bench.report.PipelineResult;
import dev.breakwater.bench.report.PipelineResult.Rate;
import dev.breakwater.cli.flink.EmbeddedFlink;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.cli.replay.Replay.Watcher;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import dev.breakwater.connectors.cloudwatch.parse.LineReader;
import dev.breakwater.connectors.cloudwatch.parse.MetricStreamParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Measures the time of the whole pipeline, and of two simpler programs that show how fast it could be. The first
 * program has the same source, but only groups the records by function and drops them. The second program only parses
 * the same files, on one thread and without Flink. The three programs take turns, so that a slow minute of the machine
 * affects all of them.
 *
 * @param samples number of samples in the inputs
 */
public record PipelineBench(ReplayRequest request, long samples) {

    /** One kind of work whose time is measured. */
    private interface Work {
        void run() throws Exception;
    }

    /**
     * Runs the rounds. The first round warms up and is not counted.
     *
     * @param rounds counted rounds, at least 1
     * @param told receives a line at the beginning of each round
     */
    public PipelineResult run(int rounds, Consumer<String> told) throws Exception {
        List<String> names =
                List.of("whole pipeline", "same source, keyBy, discard", "only parsing, on one thread without Flink");
        List<Work> works = List.of(() -> Replay.run(request, Watcher.NOBODY), this::discard, this::parse);
        List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round <= rounds; round++) {
            told.accept(round == 0 ? "warming up" : "round " + round + " of " + rounds);
            for (int i = 0; i < works.size(); i++) {
                double rate = rate(works.get(i));
                if (round > 0) rates.get(i).add(rate);
            }
        }
        List<Rate> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) found.add(rate(names.get(i), rates.get(i)));
        return new PipelineResult(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                request.parallelism(),
                samples,
                found);
    }

    private double rate(Work work) throws Exception {
        System.gc();
        long start = System.nanoTime();
        work.run();
        return samples / ((System.nanoTime() - start) / 1e9);
    }

    private static Rate rate(String name, List<Double> rates) {
        List<Double> sorted = rates.stream().sorted().toList();
        return new Rate(name, sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private void discard() throws Exception {
        StreamExecutionEnvironment env = new EmbeddedFlink(
                        request.parallelism(), request.settings().state().backend())
                .forRecording();
        LandingSource source = LandingSource.of(request.inputs(), LandingSettings.bounded(Clock.systemUTC()));
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "source")
                .setParallelism(1)
                .uid("source")
                .keyBy(r -> r.datapoint() == null ? "" : r.datapoint().function(), Types.STRING)
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
        env.execute("breakwater-bench");
    }

    private void parse() throws IOException {
        MetricStreamParser parser = new MetricStreamParser(Clock.systemUTC().millis());
        LineReader lines = new LineReader();
        long parsed = 0;
        for (Path file : files()) {
            try (ByteSource source = ByteSource.open(file, InflationCap.DEFAULT, true)) {
                lines.open(source, 0, 0);
                while (lines.next(true) == LineReader.Step.LINE) {
                    if (parser.parse(lines.buffer(), lines.start(), lines.length()) != null) parsed++;
                }
            }
        }
        if (parsed != samples)
            throw new IllegalStateException(parsed + " samples were parsed, but the input has " + samples);
    }

    private List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path input : request.inputs()) {
            try (Stream<Path> files = Files.walk(input)) {
                files.filter(Files::isRegularFile).sorted().forEach(all::add);
            }
        }
        return all;
    }
}
