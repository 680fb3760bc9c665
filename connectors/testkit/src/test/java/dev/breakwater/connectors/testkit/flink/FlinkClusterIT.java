package dev.breakwater.connectors.testkit.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.testkit.flink.FlinkRest.JobJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full") // the build starts such a cluster in the job's own tests
class FlinkClusterIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aJobGoesOnAfterItsTaskManagerWasKilledAndTheSlotsReturn() throws IOException {
        ClusterSpec spec = new ClusterSpec(ClusterSpec.libOfThisJvm(), folder, 2, Map.of());
        try (FlinkCluster cluster = FlinkCluster.start(spec)) {
            assertThat(cluster.registered()).isEqualTo(2);
            // a TaskManager is registered a moment before its slots are known
            cluster.await("the slots", SOON, () -> cluster.freeSlots() == 2);

            String job = cluster.rest().submit(new JobJar(jar(), TrickleJob.class.getName(), 1, List.of("50")));
            cluster.await("the job to run", SOON, () -> cluster.rest().allRunning(job));
            cluster.await("a checkpoint", SOON, () -> cluster.rest().checkpoints(job) > 0);
            Set<String> used = cluster.rest().taskManagersOf(job, "numbers");
            assertThat(used).hasSize(1).isSubsetOf("tm-1", "tm-2");

            String killed = used.iterator().next();
            cluster.killTaskManager(killed);
            Set<String> other = Set.of(killed.equals("tm-1") ? "tm-2" : "tm-1");
            cluster.await(
                    "the job to run on the other TaskManager",
                    SOON,
                    () -> cluster.rest().allRunning(job)
                            && cluster.rest().taskManagersOf(job, "numbers").equals(other));

            cluster.startTaskManager(killed);
            cluster.await("the slot to return", SOON, () -> cluster.registered() == 2 && cluster.freeSlots() == 1);
            cluster.rest().cancel(job);
            cluster.await("the end", SOON, () -> cluster.rest().status(job).equals("CANCELED"));
        }
    }

    @Test
    void aKilledClusterComesBackOnItsPortsAndAJobThatCannotStartSaysWhy() throws IOException {
        ClusterSpec spec = new ClusterSpec(ClusterSpec.libOfThisJvm(), folder, 1, Map.of());
        try (FlinkCluster cluster = FlinkCluster.start(spec)) {
            cluster.killJobManager();
            assertThatThrownBy(cluster::registered).isInstanceOf(UncheckedIOException.class);
            cluster.killTaskManager("tm-1");
            cluster.startJobManager();
            cluster.startTaskManager("tm-1");
            cluster.await("the TaskManager to register", SOON, () -> cluster.registered() == 1);

            JobJar wrong = new JobJar(jar(), TrickleJob.class.getName(), 1, List.of("not-a-rate"));
            assertThatThrownBy(() -> cluster.rest().submit(wrong))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("not-a-rate");
        }
    }

    @Test
    void aClusterThatCannotStartShowsItsLog() {
        List<Path> nothing = List.of(folder.resolve("missing.jar"));
        ClusterSpec spec = new ClusterSpec(nothing, folder, 1, Map.of());

        assertThatThrownBy(() -> FlinkCluster.start(spec))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("died")
                .hasMessageContaining("Could not find or load main class");
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("trickle.jar");
        String entry = TrickleJob.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = TrickleJob.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }
}
