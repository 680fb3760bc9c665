package dev.breakwater.cli.flink;

import static org.apache.flink.runtime.checkpoint.Checkpoints.storeCheckpointMetadata;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkTest {

    private static final String WHOLE = "whole";
    private static final String HOOKS = "pekko.jvm-shutdown-hooks";

    @TempDir
    Path folder;

    @Test
    void checkpointsMayFailForEverWithoutARestartThatWouldStopAlarms() {
        var checkpoints = new EmbeddedFlink(1, "heap")
                .forLive(new Checkpoints(folder), Duration.ofSeconds(10))
                .getCheckpointConfig();
        assertThat(checkpoints.getTolerableCheckpointFailureNumber()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void afterAReplayPekkoHasNoShutdownHookThatNeedsItsClosedClassLoader() throws Exception {
        String before = System.getProperty(HOOKS);
        new EmbeddedFlink(1, "heap").forRecording();
        try (RpcSystem system = RpcSystem.load()) {
            RpcService rpc = system.localServiceBuilder(new Configuration()).createAndStart();
            Object actors = call(rpc, "getActorSystem");
            Object config = call(call(actors, "settings"), "config");
            rpc.closeAsync().get();
            assertThat(call(config, "getString", HOOKS)).isEqualTo("off");
        } finally {
            if (before == null) System.clearProperty(HOOKS);
        }
    }

    /** Pekko is only in Flink's own class loader. */
    private static Object call(Object on, String name, String... values) throws ReflectiveOperationException {
        Class<?>[] types = Arrays.stream(values).map(String::getClass).toArray(Class<?>[]::new);
        Method method = on.getClass().getMethod(name, types);
        method.setAccessible(true);
        return method.invoke(on, (Object[]) values);
    }

    @Test
    void checkpointsOfOldRunsAreDeletedButForTheLastThreeAndTheOneThatIsResumed() throws Exception {
        for (int i = 0; i < 7; i++) checkpoint(i, i == 1 ? WHOLE : "damaged");
        Files.createDirectories(folder.resolve(id(7)).resolve("shared"));
        Files.createDirectories(folder.resolve("mine"));
        var c = (Configuration) new EmbeddedFlink(1, "heap")
                .forLive(new Checkpoints(folder), Duration.ofSeconds(10))
                .getConfiguration();
        assertThat(c.get(StateRecoveryOptions.SAVEPOINT_PATH)).endsWith(id(1) + "/chk-1");
        assertThat(folder).isDirectoryNotContaining("glob:**/" + id(0));
        try (var left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("mine", id(1), id(4), id(5), id(6));
        }
    }

    @Test
    void whatRocksDbLeftOfARunThatWasKilledIsDeletedByTheNext() throws Exception {
        Path killed = rocksFolder();
        Files.writeString(Files.createDirectories(killed.resolve("job/db")).resolve("1.sst"), "state");
        Path next = rocksFolder();
        assertThat(killed).doesNotExist();
        assertThat(next).isEmptyDirectory();
        Files.delete(next);
    }

    @Test
    void rocksDbHasAThirdOfTheHeapAndNoTaskLessThanAQuarterOfAGigabyte() {
        long heap = Runtime.getRuntime().maxMemory();
        assertThat(managed(1)).isGreaterThanOrEqualTo(heap / 3).isGreaterThanOrEqualTo(256L << 20);
        assertThat(managed(64)).isEqualTo(64 * (256L << 20));
    }

    private long managed(int parallelism) {
        var env = new EmbeddedFlink(parallelism, "heap").forLive(new Checkpoints(folder), Duration.ofSeconds(10));
        return ((Configuration) env.getConfiguration())
                .get(TaskManagerOptions.MANAGED_MEMORY_SIZE)
                .getBytes();
    }

    private Path rocksFolder() {
        var c = (Configuration) new EmbeddedFlink(1, "rocksdb")
                .forLive(new Checkpoints(folder), Duration.ofSeconds(10))
                .getConfiguration();
        return Path.of(c.get(RocksDBOptions.LOCAL_DIRECTORIES));
    }

    @Test
    void withoutACheckpointThatCanBeReadNothingIsDeleted() throws Exception {
        for (int i = 0; i < 5; i++) checkpoint(i, "damaged");
        new EmbeddedFlink(1, "heap").forLive(new Checkpoints(folder), Duration.ofSeconds(10));
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(5);
        }
        assertThat(new Checkpoints(folder).areLost()).isTrue();
        checkpoint(5, WHOLE);
        assertThat(new Checkpoints(folder).areLost()).isFalse();
    }

    /** A checkpoint of the run with that number, newer than earlier ones. */
    private void checkpoint(int run, String content) throws IOException {
        Path chk = Files.createDirectories(folder.resolve(id(run)).resolve("chk-" + run));
        Path metadata = chk.resolve("_metadata");
        if (content.equals(WHOLE)) {
            try (var out = Files.newOutputStream(metadata)) {
                storeCheckpointMetadata(new CheckpointMetadata(run, List.of(), List.of()), out);
            }
        } else {
            Files.writeString(metadata, content);
        }
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(1_000_000L * (run + 1)));
    }

    private static String id(int run) {
        return String.format("%032x", run);
    }

    @Test
    void stateIsNeverLeftBehindBecauseAnyConfigurationTakesIt() {
        var settings = new EmbeddedFlink(1, "heap")
                .forLive(new Checkpoints(folder), Duration.ofSeconds(10))
                .getConfiguration();
        assertThat(((Configuration) settings).get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE))
                .isFalse();
    }
}
