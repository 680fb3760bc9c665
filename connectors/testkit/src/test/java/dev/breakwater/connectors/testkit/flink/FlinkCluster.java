package dev.breakwater.connectors.testkit.flink;

import dev.breakwater.connectors.testkit.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Flink cluster, for one job or for a session: a JobManager and TaskManagers {@code tm-1}, {@code tm-2}, ... as
 * child JVMs on free ports of 127.0.0.1. The cluster needs no Flink distribution, only Flink's jars. Closing the
 * cluster kills only the processes that it started. Configuration and logs stay in the folder of the {@link
 * ClusterSpec}.
 */
public final class FlinkCluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(100);

    private final ClusterSpec spec;
    private final FlinkRest rest;
    private final Map<String, FlinkProcess> taskManagers = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::killAll);
    private FlinkProcess jobManager;

    private FlinkCluster(ClusterSpec spec, int restPort) {
        this.spec = spec;
        this.rest = new FlinkRest(URI.create("http://127.0.0.1:" + restPort));
    }

    /**
     * Starts the cluster and waits until all TaskManagers have registered.
     *
     * @throws IllegalStateException if a process ends or three minutes pass; the message ends with the last lines of
     *                               the logs
     */
    public static FlinkCluster start(ClusterSpec spec) {
        int rest = Loopback.freePort();
        FlinkCluster cluster = new FlinkCluster(spec, rest);
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            ClusterFiles.write(spec, Loopback.freePort(), rest);
            cluster.startJobManager();
            for (int i = 1; i <= spec.taskManagers(); i++) {
                cluster.startTaskManager("tm-" + i);
            }
            cluster.await("all TaskManagers to register", START, () -> cluster.registered() == spec.taskManagers());
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public FlinkRest rest() {
        return rest;
    }

    /**
     * Starts the JobManager, or starts it again after {@link #killJobManager}, on the same ports. Without high
     * availability, the new JobManager has the leader id of the old one. A TaskManager that survived the kill may then
     * call the dead JobManager for minutes. Kill these TaskManagers and start them again too.
     */
    public synchronized void startJobManager() {
        if (jobManager != null) {
            throw new IllegalStateException("the JobManager is running");
        }
        jobManager = FlinkProcess.jobManager(spec);
    }

    /** Starts the TaskManager with this name, which must not be running. */
    public synchronized void startTaskManager(String name) {
        if (taskManagers.containsKey(name)) {
            throw new IllegalStateException(name + " is running");
        }
        taskManagers.put(name, FlinkProcess.taskManager(spec, name));
    }

    /** Sends SIGKILL to the TaskManager with this name. The JobManager notices the loss by the missing heartbeat. */
    public synchronized void killTaskManager(String name) {
        FlinkProcess killed = taskManagers.remove(name);
        if (killed == null) {
            throw new IllegalArgumentException("no TaskManager " + name + " among " + taskManagers.keySet());
        }
        killed.kill();
    }

    /** Sends SIGKILL to the JobManager. Without high availability, the JobManager's jobs are lost. */
    public synchronized void killJobManager() {
        if (jobManager == null) {
            throw new IllegalStateException("no JobManager is running");
        }
        jobManager.kill();
        jobManager = null;
    }

    /** Returns the number of TaskManagers that the JobManager knows. */
    public int registered() {
        return rest.get("/overview").path("taskmanagers").asInt();
    }

    /** Returns the process ids by name: {@code jobmanager}, {@code tm-1}, ... */
    public synchronized Map<String, Long> pids() {
        return processes().collect(Collectors.toMap(FlinkProcess::name, FlinkProcess::pid));
    }

    /** Returns the number of free slots. */
    public int freeSlots() {
        return rest.get("/overview").path("slots-available").asInt();
    }

    /**
     * Waits until the given {@code condition} is true. While Flink cannot answer, the condition counts as false.
     *
     * @throws IllegalStateException if the time is over or a process ended by itself; the message has the last lines of
     *                               the logs
     */
    public void await(String what, Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
                last = "";
            } catch (UncheckedIOException e) {
                last = " (" + e.getMessage() + ")";
            }
            if (oneDied()) {
                throw new IllegalStateException("a process died while waiting for " + what + "\n" + tails());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new IllegalStateException("waited " + atMost + " in vain for " + what + last + "\n" + tails());
    }

    /** Returns the last lines of all logs. */
    public synchronized String tails() {
        return processes().map(FlinkProcess::tail).collect(Collectors.joining());
    }

    @Override
    public void close() {
        killAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is already shutting down, and runs the hook itself
        }
    }

    private synchronized void killAll() {
        processes().forEach(FlinkProcess::kill);
        taskManagers.clear();
    }

    /** Returns whether a process has ended that was not killed on purpose. */
    private synchronized boolean oneDied() {
        return processes().anyMatch(process -> !process.alive());
    }

    private Stream<FlinkProcess> processes() {
        return Stream.concat(Stream.ofNullable(jobManager), taskManagers.values().stream());
    }
}
