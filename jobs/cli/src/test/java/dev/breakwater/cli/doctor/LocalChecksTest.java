package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

class LocalChecksTest {

    @TempDir
    Path folder;

    @Test
    void rocksDbLoadsWhereTheTestsRun() {
        assertThat(LocalChecks.rocksDb(folder, RocksDB::loadLibrary)).isEmpty();
    }

    @Test
    void aFolderForItsFilesThatCannotBeWrittenIsNamedWithAnother() {
        assertThat(LocalChecks.rocksDb(folder.resolve("none"), () -> {}))
                .hasValue(folder.resolve("none")
                        + " is the folder for its files, but cannot be written. To name another"
                        + " folder, set BREAKWATER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    }

    @Test
    void aLibraryThatDoesNotLoadIsNamedWithWhatTheSystemSays() {
        assertThat(LocalChecks.rocksDb(folder, () -> {
                    throw new UnsatisfiedLinkError("failed to map segment: Operation not permitted");
                }))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("its native library does not load from " + folder)
                        .contains("failed to map segment", "or change the backend to \"heap\""));
    }

    @Test
    void moreFunctionsThanTheHeapHoldsAreNamedWithWhatTheyNeed() {
        long heap = 1L << 30;
        assertThat(LocalChecks.heap(new Settings.State("heap", 0, 30), heap)).isEmpty();
        assertThat(LocalChecks.heap(new Settings.State("heap", 90_000, 30), heap))
                .isEmpty();
        assertThat(LocalChecks.heap(new Settings.State("heap", 1_000_000, 30), heap))
                .hasValue("1,000,000 functions need about 7.6 GiB, but the heap here has 1.0 GiB. Set a "
                        + "higher -Xmx in"
                        + " BREAKWATER_JAVA_OPTS, watch fewer functions, or change the backend to \"rocksdb\"");
        assertThat(LocalChecks.heap(new Settings.State("rocksdb", 1_000_000, 30), 3 * heap))
                .isEmpty();
        assertThat(LocalChecks.heap(new Settings.State("rocksdb", 1_000_000, 30), heap))
                .isPresent();
    }
}
