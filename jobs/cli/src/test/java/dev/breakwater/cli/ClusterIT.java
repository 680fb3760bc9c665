package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.recording.DemoRecording;
import dev.breakwater.connectors.testkit.flink.ClusterSpec;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import dev.breakwater.connectors.testkit.flink.FlinkRest.JobJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the job's jar on a real JobManager and two TaskManagers, and kills a TaskManager. The incidents must be the
 * same.
 */
@Tag("full")
class ClusterIT {

    private static final Path JAR =
            Path.of("../guard/target/breakwater-guard-job.jar").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final List<String> FILES = List.of("incidents.jsonl", "alarms.jsonl", "decisions.jsonl");

    @TempDir
    Path folder;

    @Test
    void theSameIncidentsComeOutWhenTheTaskManagerInUseIsKilled() throws Exception {
        DemoRecording.Written recording = DemoRecording.load().writeTo(folder.resolve("recording"));
        Path undisturbed = folder.resolve("undisturbed");
        assertThat(Breakwater.run(arguments(recording, undisturbed, "replay"))).isZero();
        Path out = folder.resolve("out");
        ClusterSpec spec = new ClusterSpec(
                ClusterSpec.libOfThisJvm(),
                folder.resolve("cluster"),
                2,
                Map.of("execution.checkpointing.interval", "300ms", "pipeline.auto-generate-uids", "false"));
        try (FlinkCluster cluster = FlinkCluster.start(spec)) {
            String[] arguments = arguments(recording, out, "replay");
            String job = cluster.rest()
                    .submit(new JobJar(JAR, "dev.breakwater.guard.SurgeGuardMain", 1, List.of(arguments)));
            cluster.await("two checkpoints", SOON, () -> cluster.rest().checkpoints(job) >= 2);
            assertThat(cluster.rest().status(job)).isEqualTo("RUNNING");
            Set<String> used = cluster.rest().taskManagersOf(job, "control");
            used.forEach(cluster::killTaskManager);
            assertThat(used).hasSize(1);
            cluster.await(
                    "the end of the job", SOON, () -> cluster.rest().status(job).equals("FINISHED"));
        }
        for (String file : FILES) {
            assertThat(out.resolve(file)).hasSameTextualContentAs(undisturbed.resolve(file));
        }
        assertThat(out.resolve("incidents.jsonl")).isNotEmptyFile();
    }

    private static String[] arguments(DemoRecording.Written recording, Path out, String command) {
        return new String[] {
            command,
            "--input",
            recording.samples().toString(),
            "--functions",
            recording.functions().toString(),
            "--out",
            out.toString()
        };
    }
}
