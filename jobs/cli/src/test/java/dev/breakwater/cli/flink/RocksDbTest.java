package dev.breakwater.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbTest {

    @TempDir
    Path folder;

    @Test
    void itLoadsWhereTheTestsRun() {
        assertThat(RocksDb.problem()).isEmpty();
    }

    @Test
    void aFolderForItsFilesThatCannotBeWrittenIsNamedWithAnother() {
        assertThat(RocksDb.problem(folder.resolve("none"), () -> {}))
                .hasValue(
                        folder.resolve("none") + " cannot be written, where its files would be; name a folder that can:"
                                + " BREAKWATER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    }

    @Test
    void aLibraryThatDoesNotLoadIsNamedWithWhatTheSystemSays() {
        assertThat(RocksDb.problem(folder, () -> {
                    throw new UnsatisfiedLinkError("failed to map segment: Operation not permitted");
                }))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("its native library does not load from " + folder)
                        .contains("failed to map segment", "or write heap"));
    }
}
