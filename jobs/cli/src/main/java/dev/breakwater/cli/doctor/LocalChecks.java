package dev.breakwater.cli.doctor;

import dev.breakwater.config.Warnings;
import dev.breakwater.config.Warnings.KnownFunctions;
import dev.breakwater.config.Warnings.Warning;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.guard.FlinkOptions;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.LedgerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.rocksdb.RocksDB;

/**
 * Warnings about a configuration that depend on this machine. They say whether the configuration's state fits here, and
 * which patterns match none of the functions that a run found.
 */
public record LocalChecks(Settings settings) {

    private static final String ELSEWHERE =
            ". To name another folder, set BREAKWATER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER";
    private static final double GIB = 1 << 30;

    /**
     * Returns problems in the state settings, each with its remedy. Loads RocksDB if the configured state backend needs
     * it.
     */
    public List<Warning> state() {
        List<Warning> found = new ArrayList<>();
        if (settings.state().onDisk()) {
            rocksDb(Path.of(System.getProperty("java.io.tmpdir")), RocksDB::loadLibrary)
                    .ifPresent(why -> found.add(new Warning("state.backend", "rocksdb cannot be used here: " + why)));
        }
        heap(settings.state(), Runtime.getRuntime().maxMemory())
                .ifPresent(why -> found.add(new Warning("state.functions", why)));
        return found;
    }

    /** Returns one warning for each unmatched pattern, or none if no run has written its files on this machine. */
    public List<Warning> patterns() {
        return Warnings.unmatched(settings, functions());
    }

    /**
     * Returns the functions that a run found, without tags, which its files lack. Empty if no run has written its files
     * on this machine.
     */
    public KnownFunctions functions() {
        Set<String> names = new TreeSet<>();
        KnownFunctions functions = new KnownFunctions(names, Set.of());
        if (Folders.isBucket(settings.ledger().path())) return functions;
        try {
            RunPlaces.files(settings).each(LedgerFile.INVENTORY, row -> {
                if (row.function() == null) return;
                if (row.kind().equals("found")) names.add(row.function());
                if (row.kind().equals("gone")) names.remove(row.function());
            });
        } catch (IOException e) {
            names.clear();
        }
        return functions;
    }

    /**
     * Returns the usual cost of each function's calls in USD an hour, by {@code account|region|function}. Empty if no
     * run has written its files on this machine.
     */
    public Map<String, Double> usualUsdPerHour() {
        if (Folders.isBucket(settings.ledger().path())) return Map.of();
        try {
            return RunPlaces.files(settings).rows(LedgerFile.SPEND, row -> !row.provisioned()).stream()
                    .collect(Collectors.groupingBy(
                            row -> row.account() + '|' + row.region() + '|' + row.function(),
                            Collectors.averagingDouble(row -> row.usd().doubleValue() / 24)));
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** @param heap the size of the heap in bytes, a quarter of which is needed for other purposes */
    static Optional<String> heap(Settings.State state, long heap) {
        long needs = FlinkOptions.heapOf(state);
        if (needs <= heap / 4 * 3) return Optional.empty();
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d functions need about %.1f GiB, but the heap here has %.1f GiB. Set a higher -Xmx in "
                        + "BREAKWATER_JAVA_OPTS, watch fewer functions%s",
                state.functions(),
                needs / GIB,
                heap / GIB,
                state.onDisk() ? "" : ", or change the backend to \"rocksdb\""));
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
                    + ELSEWHERE + ", or change the backend to \"heap\"");
        }
    }
}
