package dev.breakwater.cli.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that a command needs only while it runs. The folder is deleted with its content, however the command ends.
 */
public final class ScratchFolder {

    /** The work to do in the temporary folder. */
    public interface Work<T> {
        T in(Path folder) throws Exception;
    }

    private ScratchFolder() {}

    /** @param name the beginning of the folder's name */
    public static <T> T with(String name, Work<T> work) throws Exception {
        Path folder = Files.createTempDirectory(name);
        try {
            return work.in(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }
}
