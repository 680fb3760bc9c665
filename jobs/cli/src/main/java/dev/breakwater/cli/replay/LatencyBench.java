package dev.breakwater.cli.replay;

import dev.breakwater.bench.report.LatencyResult;
import dev.breakwater.bench.report.LatencyResult.Run;
import dev.breakwater.cli.recording.GrowthFleet;
import dev.breakwater.cli.replay.LatencyBench.DecisionTimes.Decided;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.control.DecisionType;
import dev.breakwater.guard.SurgeGuardJob;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Measures the time to a decision, at 80 % of the job's highest rate. The job is built like a live run. A flood is
 * decided when the first sample of the next minute arrives, or in the next step of control. A step comes every five
 * seconds. The time starts when the file with the next minute's first sample is in the folder. If control's step comes
 * first, the time starts with the file that contains the flood's own samples. The time ends when the job emits the
 * decision to page.
 *
 * @param settings    a configuration
 * @param samples     smallest number of samples for measuring the highest rate
 * @param seconds     how long files are written at the lower rate for each measurement
 * @param parallelism the parallelism of the job
 */
public record LatencyBench(Settings settings, long samples, int seconds, int parallelism) {

    private static final double SHARE = 0.8;
    /** There is one flood per thousand functions in each minute. Each function is flooded at most once. */
    private static final int MOST_FLOODS = 10;

    private static final int SOME_ARE_ACTIVE_EVERY = 10;
    /** From this hour on, a function without a known daily spend pages in the minute of its flood. */
    static final int MINUTES_BEFORE = 200;

    /** The interval between files. */
    private static final Duration CADENCE = Duration.ofMillis(100);

    /**
     * Measures the highest rate first, then the time to decisions at 80 % of that rate.
     *
     * @param listed the interval at which the folder is listed in the second part
     * @param told receives the name of each measurement when it begins
     * @throws IllegalStateException if the job did not decide about a flood
     */
    public LatencyResult run(int functions, Duration listed, Consumer<String> told) throws Exception {
        return ScratchFolder.with("breakwater-latency", folder -> new Measured(functions, folder).run(listed, told));
    }

    /** A fleet, and the job that reads its samples. */
    private final class Measured {

        private final LandedFleet fleet;
        private double highest;
        private String checkpoint = "";

        Measured(int functions, Path folder) throws Exception {
            fleet = new LandedFleet(new GrowthFleet(functions), folder);
        }

        LatencyResult run(Duration listed, Consumer<String> told) throws Exception {
            told.accept("the highest rate");
            try (BenchCluster job = start(CADENCE)) {
                highest = highest(job);
                checkpoint = job.checkpoint().getExternalPath();
            }
            told.accept("listed each " + listed.toMillis() + " ms");
            Run decided;
            try (BenchCluster job = start(listed)) {
                decided = new Paced(fleet, job, listed, SHARE * highest).run(seconds);
            }
            return new LatencyResult(
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    Runtime.getRuntime().availableProcessors(),
                    parallelism,
                    fleet.functions(),
                    highest,
                    List.of(decided));
        }

        /**
         * Measures the highest rate, with as many floods and as small files as in the later phase. The floods'
         * incidents stay open. The first part is not timed, because the JVM must warm up and functions must be a few
         * hours old.
         */
        private double highest(BenchCluster job) throws Exception {
            long past = fleet.land(SOME_ARE_ACTIVE_EVERY, MINUTES_BEFORE);
            job.awaitSamples(past);
            int minutes = (int) Math.max(5, samples / ((long) fleet.functions() * GrowthFleet.METRICS));
            long timed = fleet.prepare(minutes, floods(fleet), Math.max(1, fleet.functions() / 4));
            for (Path file : fleet.waiting()) fleet.show(file);
            long start = System.nanoTime();
            job.awaitSamples(past + timed);
            return timed / ((System.nanoTime() - start) / 1e9);
        }

        /** Takes checkpoints as often as a live run does. */
        private BenchCluster start(Duration listed) throws Exception {
            String backend = settings.state().backend();
            StreamExecutionEnvironment env = fleet.environment(parallelism, backend);
            Configuration c = new Configuration();
            c.set(
                    CheckpointingOptions.CHECKPOINTING_INTERVAL,
                    settings.checkpoints().every());
            env.configure(c);
            SurgeGuardJob.build(
                    env, fleet.live(settings, backend), fleet.ports(listed).withPages(new DecisionTimes(), ""));
            return BenchCluster.start(env, checkpoint);
        }
    }

    private static int floods(LandedFleet fleet) {
        return Math.max(1, Math.min(MOST_FLOODS, fleet.functions() / 1000));
    }

    /**
     * Writes files at a fixed rate, by the wall clock.
     *
     * @param rate samples a second
     */
    private record Paced(LandedFleet fleet, BenchCluster job, Duration listed, double rate) {

        Run run(int seconds) throws Exception {
            double functionsASecond = rate / GrowthFleet.METRICS;
            long inAFile = Math.max(1, Math.round(functionsASecond * CADENCE.toNanos() / 1e9));
            int minutes = (int) Math.max(2, Math.round(functionsASecond * seconds / fleet.functions()));
            int floods = floods(fleet);
            int first = fleet.minute();
            long all = fleet.prepare(minutes, floods, inAFile);
            DecisionTimes.take();
            long[] shown = show();
            job.awaitSamples(all);
            job.checkpoint(); // the checkpoint completes only after all earlier decisions
            List<Double> latencies = new ArrayList<>();
            for (Decided d : DecisionTimes.take()) {
                int minute = (int) (d.minute() - GrowthFleet.FIRST_MINUTE) - first;
                // the last minute of a run never leads to a decision
                if (minute >= 0 && minute < minutes - 1) latencies.add(latency(d, minute, shown, inAFile));
            }
            int expected = floods * (minutes - 1);
            if (latencies.size() != expected) {
                throw new IllegalStateException(latencies.size() + " decisions in time of " + expected + " floods");
            }
            latencies.sort(null);
            double offered = all / (shown.length * CADENCE.toNanos() / 1e9);
            return new Run(
                    listed.toMillis(),
                    offered,
                    expected,
                    rank(latencies, 0.5),
                    rank(latencies, 0.99),
                    rank(latencies, 1));
        }

        /**
         * Returns the seconds until a decision. They begin with the file of the next minute's first function or, if
         * control's step came first, with the file of the flood's own samples.
         */
        private double latency(Decided d, long minute, long[] shown, long inAFile) {
            long from = minute * fleet.functions();
            long closing = shown[(int) ((from + fleet.functions()) / inAFile)];
            long completing = shown[(int) ((from + d.function()) / inAFile)];
            return (d.nanos() - (d.nanos() > closing ? closing : completing)) / 1e9;
        }

        /** Returns the time at which each file appeared, by {@link System#nanoTime}. */
        private long[] show() throws Exception {
            List<Path> files = fleet.waiting();
            long[] shown = new long[files.size()];
            long start = System.nanoTime();
            for (int i = 0; i < shown.length; i++) {
                TimeUnit.NANOSECONDS.sleep(start + i * CADENCE.toNanos() - System.nanoTime());
                shown[i] = System.nanoTime();
                fleet.show(files.get(i));
            }
            return shown;
        }

        private static double rank(List<Double> sorted, double share) {
            return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
        }
    }

    /** Replaces the writer of incident pages. Records when the job emits control's decisions to page for a function. */
    static final class DecisionTimes implements Sink<PageUpdate> {

        private static final long serialVersionUID = 1L;
        private static final String PAGE = DecisionType.PAGE.wire();
        /** The decisions so far. The job runs in this process, so it shares this queue. */
        private static final Queue<Decided> ALL = new ConcurrentLinkedQueue<>();

        /**
         * @param function the function's number in the fleet
         * @param minute   the minute whose samples caused the decision, epoch seconds / 60
         * @param nanos    the time of the decision, by {@link System#nanoTime}
         */
        record Decided(int function, long minute, long nanos) {}

        /** Returns the decisions since the last call. */
        static List<Decided> take() {
            List<Decided> taken = new ArrayList<>();
            for (Decided d = ALL.poll(); d != null; d = ALL.poll()) taken.add(d);
            return taken;
        }

        @Override
        public SinkWriter<PageUpdate> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(PageUpdate update, Context context) {
                    note(update, System.nanoTime());
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }

        private static void note(PageUpdate update, long nanos) {
            if (update.kind() != PageUpdate.Kind.DECISION) return;
            DecisionRow row = LedgerJson.readOwn(update.json(), DecisionRow.class);
            if (row.where().function() == null || !row.type().equals(PAGE)) return;
            ALL.add(new Decided(
                    GrowthFleet.number(row.where().function()), row.decided().minute(), nanos));
        }
    }
}
