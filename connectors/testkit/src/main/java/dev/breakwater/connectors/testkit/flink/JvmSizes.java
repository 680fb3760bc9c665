package dev.breakwater.connectors.testkit.flink;

import java.util.List;
import java.util.Map;

/**
 * Memory of the processes: a JobManager of about 512 MB, TaskManagers of 768 MB. Flink's start scripts compute these
 * numbers with a JVM of its own; stated outright they save that start for each process.
 */
final class JvmSizes {
    /** The options that a TaskManager refuses to start without. */
    static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("taskmanager.cpu.cores", "1.0"),
            Map.entry("taskmanager.memory.framework.heap.size", "128m"),
            Map.entry("taskmanager.memory.task.heap.size", "224m"),
            Map.entry("taskmanager.memory.framework.off-heap.size", "64m"),
            Map.entry("taskmanager.memory.task.off-heap.size", "0m"),
            Map.entry("taskmanager.memory.network.min", "32m"),
            Map.entry("taskmanager.memory.network.max", "32m"),
            Map.entry("taskmanager.memory.managed.size", "64m"),
            Map.entry("taskmanager.memory.jvm-metaspace.size", "192m"),
            Map.entry("taskmanager.memory.jvm-overhead.max", "64m"),
            Map.entry("taskmanager.memory.jvm-overhead.min", "64m"));

    static final List<String> TASK_MANAGER = List.of(
            "-Xms64m",
            "-Xmx352m",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:+UseSerialGC");

    static final List<String> JOB_MANAGER = List.of(
            "-Xms64m",
            "-Xmx256m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:+UseSerialGC");

    private JvmSizes() {}
}
