package dev.breakwater.connectors.testkit.flink;

import java.nio.file.Path;
import java.util.List;

/**
 * A job to submit.
 *
 * @param jar         the job's jar, without Flink
 * @param mainClass   the class whose {@code main} builds and executes the job
 * @param parallelism default parallelism, at least 1
 * @param arguments   program arguments
 */
public record JobJar(Path jar, String mainClass, int parallelism, List<String> arguments) {
    public JobJar {
        arguments = List.copyOf(arguments);
    }
}
