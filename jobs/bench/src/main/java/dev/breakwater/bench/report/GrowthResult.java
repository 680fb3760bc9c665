package dev.breakwater.bench.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of {@code bench growth}.
 *
 * @param java    the version of Java that ran the benchmark
 * @param cores the cores of the machine
 * @param maxHeap the limit of Java's heap, bytes
 * @param runs    the results in the order in which they were measured
 * @param days    the days, or null if none were measured
 * @param surge   the surge, or null if none was measured
 */
public record GrowthResult(String java, int cores, long maxHeap, List<Run> runs, List<Day> days, Surge surge)
        implements BenchDocs.Result {
    private static final double MIB = 1 << 20;
    /** The number of samples of an active function in a minute. */
    private static final int SAMPLES = 5;

    @Override
    public String markdown() {
        String table = BenchDocs.text("%s, %d cores, heap of at most %,.0f MiB.\n", java, cores, maxHeap / MIB);
        if (!runs.isEmpty()) table += runs(runs);
        if (days != null) table += days(days);
        if (surge == null) return table;
        return table
                + BenchDocs.text(
                        "\n%,d functions of one account surged in the same minute. The job decided to page for"
                                + " %,d of them. The first decision came %.1f s after the minute's file, and the last decision"
                                + " after %.1f s.\n",
                        surge.functions, surge.decisions, surge.first, surge.last);
    }

    private static String runs(List<Run> runs) {
        String columns = "functions | accounts | days before | state | parallelism | fleet known (s) | needed a second"
                + " | a tenth active | all active | CPU (µs) | heap (MiB) | full checkpoint (s) | sync (s) | async (s)"
                + " | (MiB) | the next (s) | sync (s) | async (s) | (MiB) | restore (s)";
        return "\n"
                + BenchDocs.table(
                        columns,
                        runs,
                        run -> BenchDocs.text(
                                "%,d | %,d | %d | %s | %d | %.1f | %,.0f | %,.0f | %,.0f | %.1f | %,.0f | %s | %s | %.1f",
                                run.functions,
                                run.accounts,
                                run.history,
                                run.backend,
                                run.parallelism,
                                run.knownSeconds,
                                run.functions * SAMPLES / 60.0,
                                run.some.samplesASecond,
                                run.all.samplesASecond,
                                run.all.cpuMicros,
                                run.heap / MIB,
                                text(run.full),
                                text(run.next),
                                run.restoreSeconds));
    }

    private static String days(List<Day> days) {
        String columns = "functions, each active ten minutes a day | day | timers, about | heap (MiB)"
                + " | full checkpoint (MiB) | CPU of the median minute (ms) | of the most expensive (ms)";
        return "\n"
                + BenchDocs.table(
                        columns,
                        days,
                        day -> BenchDocs.text(
                                "%,d | %d | %,d | %,.0f | %,.1f | %,.0f | %,.0f",
                                day.functions,
                                day.day,
                                day.timers,
                                day.heap / MIB,
                                day.bytes / MIB,
                                day.medianMillis,
                                day.mostMillis));
    }

    private static String text(Checkpoint c) {
        return BenchDocs.text("%.1f | %.2f | %.1f | %,.1f", c.seconds, c.syncSeconds, c.asyncSeconds, c.bytes / MIB);
    }

    /** Returns this result, with the missing measurements from an earlier result. */
    GrowthResult with(GrowthResult before) {
        Stream<Run> others = before.runs.stream().filter(r -> runs.stream().noneMatch(r::isLike));
        return new GrowthResult(
                java,
                cores,
                maxHeap,
                Stream.concat(others, runs.stream()).toList(),
                days == null ? before.days : days,
                surge == null ? before.surge : surge);
    }

    /**
     * A day in which each function was active for ten minutes.
     *
     * @param timers       the number of timers at the day's end, as RocksDB estimates it; 0 if the state is on the heap
     * @param heap         bytes of heap in use at the day's end, after a garbage collection
     * @param bytes        bytes of a checkpoint of the whole state at the day's end
     * @param medianMillis CPU time of the process in the median minute, milliseconds
     * @param mostMillis   CPU time of the process in the most expensive minute, milliseconds
     */
    public record Day(
            int day, int functions, long timers, long heap, long bytes, double medianMillis, double mostMillis) {}

    /**
     * All functions of one account surged in the same minute.
     *
     * @param decisions how many functions the job decided to page for
     * @param first     seconds from the arrival of that minute's file to the first decision
     * @param last      seconds from the arrival of that minute's file to the last decision
     */
    public record Surge(int functions, int decisions, double first, double last) {}

    /**
     * One fleet, with one state backend and one parallelism.
     *
     * @param history        the days before the phases, in which each function was active once an hour
     * @param knownSeconds   the time from the start of the job until the inventory has read every function
     * @param some           the results of the phase in which a tenth of the functions is active each minute
     * @param all            the results of the phase in which all functions are active each minute
     * @param heap           bytes of memory in use at the end of the last phase, after a garbage collection, while the
     *     job still runs
     * @param full           a checkpoint of the whole state at the end of the last phase
     * @param next the next checkpoint, after a minute in which a tenth of the functions was active
     * @param restoreSeconds the time from a start with the last checkpoint until all tasks run
     */
    public record Run(
            String backend,
            int functions,
            int accounts,
            int parallelism,
            int history,
            double knownSeconds,
            Phase some,
            Phase all,
            long heap,
            Checkpoint full,
            Checkpoint next,
            double restoreSeconds) {

        /** Whether both runs have the same settings. */
        boolean isLike(Run other) {
            return backend.equals(other.backend)
                    && functions == other.functions
                    && accounts == other.accounts
                    && parallelism == other.parallelism
                    && history == other.history;
        }
    }

    /**
     * @param samples the number of samples in the phase
     * @param samplesASecond the rate at which the job processed the samples
     * @param cpuMicros      CPU time of all threads per sample; other work on the machine affects this measure less
     */
    public record Phase(long samples, double samplesASecond, double cpuMicros) {}

    /**
     * @param seconds the time from the checkpoint's trigger to the last task's acknowledgement
     * @param syncSeconds  the longest time for which a task paused
     * @param asyncSeconds the longest time for which a task wrote
     * @param bytes the written bytes
     */
    public record Checkpoint(double seconds, double syncSeconds, double asyncSeconds, long bytes) {}
}
