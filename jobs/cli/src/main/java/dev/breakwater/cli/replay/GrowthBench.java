package dev.breakwater.cli.replay;

import com.sun.management.OperatingSystemMXBean;
import dev.breakwater.bench.report.GrowthResult;
import dev.breakwater.bench.report.GrowthResult.Checkpoint;
import dev.breakwater.bench.report.GrowthResult.Day;
import dev.breakwater.bench.report.GrowthResult.Phase;
import dev.breakwater.bench.report.GrowthResult.Run;
import dev.breakwater.bench.report.GrowthResult.Surge;
import dev.breakwater.cli.recording.GrowthFleet;
import dev.breakwater.cli.replay.BenchCluster.DecisionTimes;
import dev.breakwater.cli.replay.BenchCluster.TimerCount;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.guard.SurgeGuardJob;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Measures the whole job, which is built like a live run: with an inventory, watched accounts and regions, and
 * checkpoints at the configured interval. The inventory's answers are computed in this process, and nobody is alerted.
 * Only one run fits into a JVM, because a second run would reuse its compiled code and its heap.
 *
 * @param settings    a configuration, whose state backend is not used
 * @param samples     smallest number of samples for each phase
 * @param parallelism the parallelism of the job
 */
public record GrowthBench(Settings settings, int samples, int parallelism) {

    private static final int DAY = 1_440;
    private static final int TEN_MINUTES_A_DAY = DAY / 10;
    private static final int SOME_ARE_ACTIVE_EVERY = 10;
    /** From this minute on, a function without a known daily spend pages in the minute of its flood. */
    private static final int MINUTES_BEFORE = 200;

    private static final int ONCE_AN_HOUR = 60;
    /**
     * The number of functions in an account and region. A million functions are therefore in 2,000 accounts and
     * regions.
     */
    private static final int FUNCTIONS_IN_AN_ACCOUNT = 500;

    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration DISCOVERY = Duration.ofMillis(100);
    /**
     * The inventory's calls per second. This is twenty times the pace of a live run, so that the first round takes
     * seconds instead of minutes.
     */
    private static final int CALLS_PER_SECOND = 20 * InventoryPace.CALLS_PER_SECOND;

    /**
     * Makes one run in this JVM. Each run needs its own JVM.
     *
     * @param history days before the phases, in which each function is active once an hour
     */
    public GrowthResult run(int functions, String backend, int history) throws Exception {
        Run run = measured(inAccounts(functions), backend, job -> job.run(history));
        return result(List.of(run), null, null);
    }

    /** Lets days pass in which each function is active for ten minutes. Measures the second day and the last. */
    public GrowthResult days(int functions, String backend, int days) throws Exception {
        return result(List.of(), measured(inAccounts(functions), backend, job -> job.days(days)), null);
    }

    /** Floods all functions of one account in the same minute. */
    public GrowthResult surge(int functions, String backend) throws Exception {
        return result(List.of(), null, measured(new GrowthFleet(functions, 1), backend, Growing::surge));
    }

    private interface Measure<T> {
        T of(Growing job) throws Exception;
    }

    private <T> T measured(GrowthFleet fleet, String backend, Measure<T> measure) throws Exception {
        return ScratchFolder.with("breakwater-growth", folder -> measure.of(new Growing(fleet, backend, folder)));
    }

    private static GrowthFleet inAccounts(int functions) {
        return new GrowthFleet(functions, Math.max(2, functions / FUNCTIONS_IN_AN_ACCOUNT));
    }

    private static GrowthResult result(List<Run> runs, List<Day> days, Surge surge) {
        return new GrowthResult(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                runs,
                days,
                surge);
    }

    /** One run. */
    private final class Growing {

        private final GrowthFleet drawn;
        private final LandedFleet fleet;
        private final String backend;
        private long read;

        Growing(GrowthFleet drawn, String backend, Path folder) throws IOException {
            this.drawn = drawn;
            this.fleet = new LandedFleet(drawn, folder);
            this.backend = backend;
        }

        Run run(int history) throws Exception {
            double known;
            Phase some;
            Phase all;
            long heap;
            CompletedCheckpointStats full;
            CompletedCheckpointStats next;
            long start = System.nanoTime();
            try (BenchCluster job = started(settings.checkpoints().every())) {
                known = (System.nanoTime() - start) / 1e9;
                for (int day = 0; day < history; day++) {
                    pass(job, ONCE_AN_HOUR, DAY);
                    fleet.forget();
                }
                some = phase(job, SOME_ARE_ACTIVE_EVERY);
                all = phase(job, 1);
                heap = usedHeap();
                full = job.checkpoint(CheckpointType.FULL);
                pass(job, SOME_ARE_ACTIVE_EVERY, 1);
                next = job.checkpoint(CheckpointType.CONFIGURED);
            }
            try (BenchCluster job =
                    start(next.getExternalPath(), settings.checkpoints().every())) {
                return new Run(
                        backend,
                        drawn.functions(),
                        drawn.accounts(),
                        parallelism,
                        history,
                        known,
                        some,
                        all,
                        heap,
                        checkpoint(full),
                        checkpoint(next),
                        job.startSeconds());
            }
        }

        List<Day> days(int days) throws Exception {
            List<Day> measured = new ArrayList<>();
            // a periodic checkpoint would make the minute in which it happens look expensive
            try (BenchCluster job = started(Duration.ofDays(1))) {
                for (int day = 1; day <= days; day++) {
                    if (day == 2 || day == days) measured.add(day(job, day));
                    else pass(job, TEN_MINUTES_A_DAY, DAY);
                    fleet.forget();
                }
            }
            return measured;
        }

        private Day day(BenchCluster job, int day) throws Exception {
            double[] millis = new double[DAY];
            for (int m = 0; m < DAY; m++) {
                read += fleet.prepare(TEN_MINUTES_A_DAY, 1, 0);
                long cpu = CPU.getProcessCpuTime();
                for (Path file : fleet.waiting()) fleet.show(file);
                job.awaitSamples(read);
                millis[m] = (CPU.getProcessCpuTime() - cpu) / 1e6;
            }
            CompletedCheckpointStats full = job.checkpoint(CheckpointType.FULL);
            Arrays.sort(millis);
            return new Day(
                    day,
                    drawn.functions(),
                    TimerCount.now(),
                    usedHeap(),
                    full.getCheckpointedSize(),
                    millis[DAY / 2],
                    millis[DAY - 1]);
        }

        /** Writes two minutes. The second minute closes the first, which is the surge. */
        Surge surge() throws Exception {
            try (BenchCluster job = started(settings.checkpoints().every())) {
                pass(job, SOME_ARE_ACTIVE_EVERY, MINUTES_BEFORE);
                int functions = drawn.functions();
                read += fleet.prepare(1, 2, functions);
                DecisionTimes.take();
                long start = System.nanoTime();
                for (Path file : fleet.waiting()) fleet.show(file);
                job.awaitSamples(read);
                job.checkpoint(); // the checkpoint completes only after all earlier decisions
                double[] seconds = DecisionTimes.take().stream()
                        .mapToDouble(nanos -> (nanos - start) / 1e9)
                        .sorted()
                        .toArray();
                return new Surge(functions, seconds.length, seconds[0], seconds[seconds.length - 1]);
            }
        }

        /**
         * Measures one phase. It begins with a warm-up of a fifth of the phase, at least a minute, which is not
         * measured.
         */
        private Phase phase(BenchCluster job, int every) throws Exception {
            int minutes = (int) Math.max(
                    every, -Math.floorDiv(-(long) samples * every, (long) drawn.functions() * GrowthFleet.METRICS));
            pass(job, every, Math.max(1, minutes / 5));
            long timed = fleet.land(every, minutes);
            long start = System.nanoTime();
            long cpu = CPU.getProcessCpuTime();
            job.awaitSamples(read += timed);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Phase(timed, timed / seconds, (CPU.getProcessCpuTime() - cpu) / 1e3 / timed);
        }

        /** Lets the job read the given number of further minutes. */
        private void pass(BenchCluster job, int every, int minutes) throws Exception {
            read += fleet.land(every, minutes);
            job.awaitSamples(read);
        }

        /** Starts a job and waits until its inventory has read every function. */
        private BenchCluster started(Duration checkpoints) throws Exception {
            long described = DrawnInventory.described() + drawn.functions();
            BenchCluster job = start("", checkpoints);
            job.await(() -> DrawnInventory.described() >= described);
            return job;
        }

        private BenchCluster start(String checkpoint, Duration checkpoints) throws Exception {
            StreamExecutionEnvironment env = fleet.environment(parallelism, backend);
            Configuration c = new Configuration();
            c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpoints);
            c.set(RocksDBNativeMetricOptions.ESTIMATE_NUM_KEYS, true);
            c.setString("metrics.reporter.timers.factory.class", TimerCount.class.getName());
            env.configure(c);
            int times = Math.max(1, drawn.functions() / drawn.accounts() / FUNCTIONS_IN_AN_ACCOUNT);
            InventoryPace pace = new InventoryPace(settings.inventory().every().toMillis(), times * CALLS_PER_SECOND);
            SurgeGuardJob.build(
                    env,
                    fleet.live(settings, backend),
                    fleet.ports(DISCOVERY, pace).withPages(new DecisionTimes(), ""));
            return BenchCluster.start(env, checkpoint);
        }
    }

    /** Returns the longest time that any task needed. */
    private static Checkpoint checkpoint(CompletedCheckpointStats stored) {
        long sync = 0;
        long async = 0;
        for (TaskStateStats task : stored.getAllTaskStateStats()) {
            TaskStateStats.TaskStateStatsSummary all = task.getSummaryStats();
            sync = Math.max(sync, all.getSyncCheckpointDurationStats().getMaximum());
            async = Math.max(async, all.getAsyncCheckpointDurationStats().getMaximum());
        }
        return new Checkpoint(
                stored.getEndToEndDuration() / 1e3, sync / 1e3, async / 1e3, stored.getCheckpointedSize());
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
