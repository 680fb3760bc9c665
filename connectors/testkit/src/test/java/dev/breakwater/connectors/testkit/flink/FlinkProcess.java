package dev.breakwater.connectors.testkit.flink;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One JobManager or TaskManager: a child JVM whose output goes to {@code log/NAME.log}. */
final class FlinkProcess {
    private static final int TAIL_BYTES = 4_000;
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String APPLICATION =
            "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    /** The packages that streaming jobs need and that Flink's own start scripts open. */
    private static final List<String> OPENED =
            List.of("lang", "net", "io", "nio", "text", "time", "util", "util.concurrent");

    private final String name;
    private final Path log;
    private final Process process;

    private FlinkProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    static FlinkProcess jobManager(ClusterSpec spec) {
        List<String> main = new ArrayList<>();
        main.add(spec.application().isEmpty() ? JOB_MANAGER : APPLICATION);
        if (!spec.application().isEmpty()) main.add("--job-classname");
        main.addAll(spec.application());
        return start(spec, "jobmanager", JvmSizes.JOB_MANAGER, main);
    }

    /** Starts a TaskManager that has this {@code name} in the REST interface. */
    static FlinkProcess taskManager(ClusterSpec spec, String name) {
        return start(spec, name, JvmSizes.TASK_MANAGER, List.of(TASK_MANAGER, "-D", "taskmanager.resource-id=" + name));
    }

    private static FlinkProcess start(ClusterSpec spec, String name, List<String> sizes, List<String> main) {
        Path conf = ClusterFiles.confOf(spec.folder()).toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(sizes);
        OPENED.forEach(part -> command.add("--add-opens=java.base/java." + part + "=ALL-UNNAMED"));
        command.add("-Dlog4j2.configurationFile="
                + conf.resolve("log4j2.properties").toUri());
        command.add("-cp");
        command.add(spec.lib().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(main.get(0));
        command.addAll(List.of("--configDir", conf.toString()));
        command.addAll(main.subList(1, main.size()));
        Path log = ClusterFiles.logsOf(spec.folder()).resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("FLINK_") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(spec.environment());
        try {
            return new FlinkProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Sends SIGKILL, then waits until the process has ended. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Returns the last lines of the process's log, for messages. */
    String tail() {
        try (Stream<String> lines = readable().lines()) {
            String state = alive() ? "running" : "exited with " + process.exitValue();
            return lines.collect(Collectors.joining("\n", "--- " + name + " (" + state + ") " + log + "\n", "\n"));
        }
    }

    private String readable() {
        try {
            byte[] bytes = Files.readAllBytes(log);
            int from = Math.max(0, bytes.length - TAIL_BYTES);
            return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /**
     * Memory of the processes: a JobManager of about 512 MB, TaskManagers of 768 MB. Flink's start scripts start a JVM
     * to compute these numbers. Fixed numbers avoid this start for each process.
     */
    static final class JvmSizes {
        /** Options without which a TaskManager does not start. */
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
}
