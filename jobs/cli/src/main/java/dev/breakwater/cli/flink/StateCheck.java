package dev.breakwater.cli.flink;

import dev.breakwater.config.Warnings.Warning;
import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.StateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.rocksdb.RocksDB;

/** Checks that the configured state fits into a process with this heap and disk. */
public final class StateCheck {

    private static final String ELSEWHERE = "; name a folder that can: BREAKWATER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER";
    private static final double GIB = 1 << 30;

    private StateCheck() {}

    /**
     * Returns problems in the state settings, each with its remedy. Loads RocksDB if the configured state backend needs
     * it.
     */
    public static List<Warning> of(Settings.State state) {
        List<Warning> found = new ArrayList<>();
        if (state.onDisk()) {
            rocksDb(Path.of(System.getProperty("java.io.tmpdir")), RocksDB::loadLibrary)
                    .ifPresent(why -> found.add(new Warning("state.backend", "rocksdb cannot be used here: " + why)));
        }
        heap(state, Runtime.getRuntime().maxMemory()).ifPresent(why -> found.add(new Warning("state.functions", why)));
        return found;
    }

    /** @param heap the size of the heap in bytes; a quarter of the heap is needed for other purposes */
    static Optional<String> heap(Settings.State state, long heap) {
        long needs = StateBackend.heapOf(state);
        if (needs <= heap / 4 * 3) return Optional.empty();
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d functions need about %.1f GiB, but the heap here has %.1f GiB: set a higher -Xmx in "
                        + "BREAKWATER_JAVA_OPTS, watch fewer functions%s",
                state.functions(),
                needs / GIB,
                heap / GIB,
                state.onDisk() ? "" : ", or backend: rocksdb"));
    }

    /** @param temporary the folder for RocksDB's unpacked library and its data files */
    static Optional<String> rocksDb(Path temporary, Runnable load) {
        try {
            Files.delete(Files.createTempFile(temporary, "breakwater", ""));
        } catch (IOException e) {
            return Optional.of(temporary + " is the folder for its files, but cannot be written" + ELSEWHERE);
        }
        try {
            load.run();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            // this happens, for example, if the folder is mounted noexec, or RocksDB was not built for this processor
            // or C library
            Throwable why = e.getCause() == null ? e : e.getCause();
            return Optional.of("its native library does not load from " + temporary + " (" + why.getMessage() + ")"
                    + ELSEWHERE + ", or write heap");
        }
    }
}
