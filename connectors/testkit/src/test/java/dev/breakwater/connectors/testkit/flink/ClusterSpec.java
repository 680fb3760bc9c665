package dev.breakwater.connectors.testkit.flink;

import dev.breakwater.connectors.testkit.flink.FlinkRest.JobJar;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The parts of a Flink cluster.
 *
 * @param lib          class path of every process: Flink and the libraries that it needs, without the job
 * @param folder       an existing folder for configuration, logs and temporary files
 * @param taskManagers how many TaskManagers to start, at least 1
 * @param config Flink options that override the defaults of {@link ClusterFiles}; memory sizes are fixed
 * @param environment  environment variables of each process, in addition to those of this JVM
 * @param application  main class and arguments of the only job, which the JobManager starts; if empty, the cluster is a
 *                     session cluster
 */
public record ClusterSpec(
        List<Path> lib,
        Path folder,
        int taskManagers,
        Map<String, String> config,
        Map<String, String> environment,
        List<String> application) {
    private static final List<String> NOT_FLINKS =
            List.of("breakwater", "/software/amazon/", "/com/fasterxml/", "/org/junit/", "/org/assertj/", "archunit");

    public ClusterSpec {
        if (taskManagers < 1) {
            throw new IllegalArgumentException("at least one TaskManager, not " + taskManagers);
        }
        lib = List.copyOf(lib);
        config = Map.copyOf(config);
        environment = Map.copyOf(environment);
        application = List.copyOf(application);
    }

    /** Creates a specification of a session cluster. */
    public ClusterSpec(
            List<Path> lib,
            Path folder,
            int taskManagers,
            Map<String, String> config,
            Map<String, String> environment) {
        this(lib, folder, taskManagers, config, environment, List.of());
    }

    /** Returns the same parts for one job, which is in this jar. */
    public ClusterSpec running(JobJar job) {
        List<Path> all = Stream.concat(lib.stream(), Stream.of(job.jar())).toList();
        List<String> main = Stream.concat(Stream.of(job.mainClass()), job.arguments().stream())
                .toList();
        Map<String, String> options = new HashMap<>(config);
        options.put("parallelism.default", String.valueOf(job.parallelism()));
        return new ClusterSpec(all, folder, taskManagers, options, environment, main);
    }

    /** Creates a specification with the environment of this JVM. */
    public ClusterSpec(List<Path> lib, Path folder, int taskManagers, Map<String, String> config) {
        this(lib, folder, taskManagers, config, Map.of());
    }

    /**
     * Returns the jars of this JVM's class path that replace Flink's lib folder. The libraries that a job must bring
     * itself (Breakwater's modules, the AWS SDK, Jackson) are left out. A dependency that is missing from the shaded
     * jar therefore makes the test fail.
     */
    public static List<Path> libOfThisJvm() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> NOT_FLINKS.stream().noneMatch(entry::contains))
                .map(Path::of)
                .toList();
    }
}
