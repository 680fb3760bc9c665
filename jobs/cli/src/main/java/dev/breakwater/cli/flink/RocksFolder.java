package dev.breakwater.cli.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of RocksDB's files: a temporary folder of each run; if a run was killed, the next one deletes its folder.
 */
final class RocksFolder {

    private static final String PREFIX = "breakwater-rocksdb";

    private RocksFolder() {}

    /** Makes one, and deletes the earlier run's, which the folder of checkpoints names. */
    static Path anew(Path checkpoints) {
        try {
            Path note = Files.createDirectories(checkpoints).resolve(PREFIX);
            if (Files.exists(note)) {
                Path before = Path.of(Files.readString(note));
                if (before.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(before)) {
                    NewestCheckpoint.delete(before);
                }
            }
            Path folder = Files.createTempDirectory(PREFIX);
            Files.writeString(note, folder.toString());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made for RocksDB's files", e);
        }
    }
}
