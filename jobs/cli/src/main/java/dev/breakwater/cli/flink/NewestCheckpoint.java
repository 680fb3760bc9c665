package dev.breakwater.cli.flink;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the newest complete checkpoint that an earlier run left: {@code JOB/chk-N} with a {@code _metadata} file. */
final class NewestCheckpoint {

    private static final Logger LOG = LoggerFactory.getLogger(NewestCheckpoint.class);

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

    /** Whether Flink can read it; a damaged one is said and left alone, the next older one counts. */
    private static boolean whole(Path metadata) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            Checkpoints.loadCheckpointMetadata(
                    in,
                    NewestCheckpoint.class.getClassLoader(),
                    metadata.getParent().toString());
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("Checkpoint {} is damaged, an older one is tried: {}", metadata.getParent(), e.toString());
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
