package dev.breakwater.cli.replay;

import com.sun.management.OperatingSystemMXBean;
import dev.breakwater.bench.report.GrowthTable.GrowthResult;
import dev.breakwater.bench.report.GrowthTable.GrowthResult.Phase;
import dev.breakwater.bench.report.GrowthTable.GrowthResult.Run;
import dev.breakwater.cli.recording.GrowthFleet;
import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.SurgeGuardJob;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the job over a random fleet. At first, a tenth of the functions is active each minute. Then the job resumes from
 * a checkpoint, and all functions are active. Finally, it resumes at another parallelism.
 *
 * @param settings    a configuration; its state backend is not used
 * @param historyDays days of history, in which each function is active once an hour; they are not timed
 * @param samples     smallest number of samples in each phase
 * @param parallelism the parallelism of the job
 */
public record GrowthBench(Settings settings, int historyDays, int samples, int parallelism) {

    private static final int SOME_ARE_ACTIVE_EVERY = 10;
    private static final int HOUR = 60;
    private static final int DAY = 1440;
    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration DISCOVERY = Duration.ofMillis(100);

    /** Makes one run, alone in its JVM. */
    public GrowthResult run(int functions, String backend) throws Exception {
        Run run = ScratchFolder.with("breakwater-growth", folder -> new Growing(functions, backend, folder).run());
        return new GrowthResult(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                parallelism,
                Runtime.getRuntime().maxMemory(),
                historyDays,
                List.of(run));
    }

    /** A phase, and the path of its checkpoint. */
    private record Passed(Phase phase, String checkpoint) {}

    /** One run. */
    private final class Growing {

        private final LandedFleet fleet;
        private final String backend;

        Growing(int functions, String backend, Path folder) throws IOException {
            this.fleet = new LandedFleet(functions, folder);
            this.backend = backend;
        }

        Run run() throws Exception {
            Passed some;
            try (BenchCluster job = start(parallelism, "")) {
                some = phase(job, history(job), SOME_ARE_ACTIVE_EVERY);
            }
            Passed all;
            long heap;
            double resumed;
            try (BenchCluster job = start(parallelism, some.checkpoint())) {
                resumed = job.startSeconds();
                all = phase(job, 0, 1);
                heap = usedHeap();
            }
            try (BenchCluster job = start(parallelism == 1 ? 2 : 1, all.checkpoint())) {
                return new Run(
                        backend, fleet.functions(), some.phase(), all.phase(), heap, resumed, job.startSeconds());
            }
        }

        /** @return samples */
        private long history(BenchCluster job) throws Exception {
            return historyDays == 0 ? 0 : pass(job, 0, HOUR, historyDays * DAY);
        }

        /**
         * First runs a fifth more minutes, at least one, which are not timed, because Java is cold, and after a restore
         * the disk is cold too.
         *
         * @param before samples that the job has read so far
         */
        private Passed phase(BenchCluster job, long before, int every) throws Exception {
            int minutes = (int) Math.max(
                    every, -Math.floorDiv(-(long) samples * every, (long) fleet.functions() * GrowthFleet.METRICS));
            long warm = before + pass(job, before, every, Math.max(1, minutes / 5));
            long timed = fleet.land(every, minutes);
            long start = System.nanoTime();
            long cpu = CPU.getProcessCpuTime();
            job.awaitSamples(warm + timed);
            double seconds = (System.nanoTime() - start) / 1e9;
            double micros = (CPU.getProcessCpuTime() - cpu) / 1e3 / timed;
            CompletedCheckpointStats stored = job.checkpoint();
            Phase phase = new Phase(
                    timed, timed / seconds, micros, stored.getEndToEndDuration() / 1e3, stored.getStateSize());
            return new Passed(phase, stored.getExternalPath());
        }

        /** Lets the job read this many more minutes, and returns the number of samples. */
        private long pass(BenchCluster job, long before, int every, int minutes) throws Exception {
            long written = fleet.land(every, minutes);
            job.awaitSamples(before + written);
            return written;
        }

        private BenchCluster start(int parallelism, String checkpoint) throws Exception {
            StreamExecutionEnvironment env = fleet.environment(parallelism, backend);
            SurgeGuardJob.build(env, fleet.recording(settings, backend), fleet.ports(DISCOVERY));
            return BenchCluster.start(env, checkpoint);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
