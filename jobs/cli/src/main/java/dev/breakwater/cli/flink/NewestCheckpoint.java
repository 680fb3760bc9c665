package dev.breakwater.cli.flink;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of earlier runs. Each run has a folder with checkpoints in {@code chk-N}. A complete checkpoint has a
 * {@code _metadata} file.
 */
final class NewestCheckpoint {

    private static final Logger LOG = LoggerFactory.getLogger(NewestCheckpoint.class);

    private static final int KEPT = 3;
    /** A job's id. */
    private static final Pattern RUN = Pattern.compile("[0-9a-f]{32}");

    private NewestCheckpoint() {}

    static Optional<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.filter(p -> p.getFileName().toString().equals("_metadata"))
                    .sorted(Comparator.comparing(NewestCheckpoint::modified).reversed())
                    .filter(NewestCheckpoint::whole)
                    .findFirst()
                    .map(Path::getParent);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
        }
    }

    /**
     * Deletes the folders of earlier runs, except the resumed folder and the three newest folders with a checkpoint. A
     * run's checkpoints contain all of its state, so they need no files of older runs.
     */
    static void deleteOlder(Path folder) {
        Set<Path> kept = new HashSet<>();
        in(folder).ifPresent(newest -> kept.add(newest.getParent()));
        if (kept.isEmpty()) return;
        try (Stream<Path> files = Files.walk(folder, 3)) {
            files.filter(p -> p.getFileName().toString().equals("_metadata"))
                    .sorted(Comparator.comparing(NewestCheckpoint::modified).reversed())
                    .map(p -> p.getParent().getParent())
                    .distinct()
                    .limit(KEPT)
                    .forEach(kept::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
        }
        try (Stream<Path> runs = Files.list(folder)) {
            runs.filter(run -> RUN.matcher(run.getFileName().toString()).matches() && !kept.contains(run))
                    .forEach(NewestCheckpoint::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
        }
    }

    /** Deletes a folder. If files cannot be deleted, the next start deletes them. */
    static void delete(Path run) {
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            LOG.info("Deleted {}, which an earlier run left", run);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}, which an earlier run left: {}", run, e.toString());
        }
    }

    /** Reads the states in a checkpoint, by operator. */
    static Collection<OperatorState> states(Path checkpoint) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(checkpoint.resolve("_metadata")))) {
            ClassLoader loader = NewestCheckpoint.class.getClassLoader();
            return Checkpoints.loadCheckpointMetadata(in, loader, checkpoint.toString())
                    .getOperatorStates();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + checkpoint, e);
        }
    }

    /**
     * Returns the state backend that is needed to read the checkpoint. Empty if any backend can read the checkpoint, as
     * for a canonical savepoint.
     */
    static Optional<String> backend(Path checkpoint) {
        return states(checkpoint).stream()
                .flatMap(operator -> operator.getStates().stream())
                .flatMap(task -> task.getManagedKeyedState().stream())
                .filter(handle -> !(handle instanceof KeyGroupsSavepointStateHandle))
                .map(handle -> handle instanceof IncrementalKeyedStateHandle ? "rocksdb" : "heap")
                .findFirst();
    }

    /**
     * Returns whether Flink can read the checkpoint. A damaged checkpoint is reported, and the next older checkpoint is
     * used.
     */
    private static boolean whole(Path metadata) {
        try {
            states(metadata.getParent());
            return true;
        } catch (RuntimeException e) {
            LOG.warn("Checkpoint {} is damaged, so an older one is tried: {}", metadata.getParent(), e.toString());
            return false;
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
