package dev.breakwater.cli.replay;

import com.sun.management.OperatingSystemMXBean;
import dev.breakwater.bench.report.GrowthTable.GrowthResult;
import dev.breakwater.bench.report.GrowthTable.GrowthResult.Checkpoint;
import dev.breakwater.bench.report.GrowthTable.GrowthResult.Phase;
import dev.breakwater.bench.report.GrowthTable.GrowthResult.Run;
import dev.breakwater.cli.recording.GrowthFleet;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.lambda.inventory.InventoryPace;
import dev.breakwater.guard.SurgeGuardJob;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
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

    private static final int SOME_ARE_ACTIVE_EVERY = 10;
    /** The number of functions per account and region: a million functions in 2,000 accounts and regions. */
    private static final int FUNCTIONS_IN_AN_ACCOUNT = 500;

    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration DISCOVERY = Duration.ofMillis(100);
    /** Twenty times the pace of a live run, so that the first round takes seconds instead of minutes. */
    private static final int CALLS_PER_SECOND = 20 * InventoryPace.CALLS_PER_SECOND;

    /** Makes one run in this JVM. Each run needs its own JVM. */
    public GrowthResult run(int functions, String backend) throws Exception {
        int accounts = Math.max(2, functions / FUNCTIONS_IN_AN_ACCOUNT);
        GrowthFleet fleet = new GrowthFleet(functions, accounts);
        Run run = ScratchFolder.with("breakwater-growth", folder -> new Growing(fleet, backend, folder).run());
        return new GrowthResult(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                List.of(run));
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

        Run run() throws Exception {
            double known;
            Phase some;
            Phase all;
            long heap;
            CompletedCheckpointStats full;
            CompletedCheckpointStats next;
            long described = DrawnInventory.described() + drawn.functions();
            long start = System.nanoTime();
            try (BenchCluster job = start("")) {
                job.await(() -> DrawnInventory.described() >= described);
                known = (System.nanoTime() - start) / 1e9;
                some = phase(job, SOME_ARE_ACTIVE_EVERY);
                all = phase(job, 1);
                heap = usedHeap();
                full = job.checkpoint(CheckpointType.FULL);
                pass(job, SOME_ARE_ACTIVE_EVERY, 1);
                next = job.checkpoint(CheckpointType.CONFIGURED);
            }
            try (BenchCluster job = start(next.getExternalPath())) {
                return new Run(
                        backend,
                        drawn.functions(),
                        drawn.accounts(),
                        parallelism,
                        known,
                        some,
                        all,
                        heap,
                        checkpoint(full),
                        checkpoint(next),
                        job.startSeconds());
            }
        }

        /** Begins with a warm-up that is not measured: a fifth of the samples, at least a minute. */
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

        /** Lets the job read this many more minutes. */
        private void pass(BenchCluster job, int every, int minutes) throws Exception {
            read += fleet.land(every, minutes);
            job.awaitSamples(read);
        }

        private BenchCluster start(String checkpoint) throws Exception {
            StreamExecutionEnvironment env = fleet.environment(parallelism, backend);
            Configuration c = new Configuration();
            c.set(
                    CheckpointingOptions.CHECKPOINTING_INTERVAL,
                    settings.checkpoints().every());
            env.configure(c);
            InventoryPace pace = new InventoryPace(settings.inventory().every().toMillis(), CALLS_PER_SECOND);
            SurgeGuardJob.build(env, fleet.live(settings, backend), fleet.withInventory(fleet.ports(DISCOVERY), pace));
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
