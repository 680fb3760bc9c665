package dev.breakwater.guard.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteProbeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    @Test
    void aFileWhereTheFolderShouldBeIsToldAndItsEndToo() throws Exception {
        Path folder = Files.writeString(temp.resolve("ledger"), "");
        try (WriteProbe probe = new WriteProbe(folder.toString(), List.of("decisions.jsonl"))) {
            await(() -> !probe.works() && probe.trouble().contains("FileAlreadyExists"));
            Files.delete(folder);
            await(probe::works);
            assertThat(probe.trouble()).isEmpty();
            // the check that was started last may still be running
            await(() -> folder.toFile().list().length == 0);
        }
    }

    @Test
    void aFolderInThePlaceOfOneOfTheFilesIsTold() throws Exception {
        Files.createDirectory(temp.resolve("spend.jsonl"));
        Files.createDirectory(temp.resolve("not-ours.jsonl"));
        try (WriteProbe probe = new WriteProbe(temp.toString(), List.of("decisions.jsonl", "spend.jsonl"))) {
            await(() -> !probe.works() && probe.trouble().endsWith("spend.jsonl is not a file"));
            Files.delete(temp.resolve("spend.jsonl"));
            await(probe::works);
        }
    }

    @Test
    void aFileKeepsTheLockOfItsWriter() throws Exception {
        Path file = temp.resolve("decisions.jsonl");
        try (LinesFile writer = new LinesFile(file, 1 << 20, 0, 0);
                WriteProbe probe = new WriteProbe(temp.toString(), List.of("decisions.jsonl"))) {
            writer.open();
            await(probe::works);
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Asks.class.getName(),
                            file.toString())
                    .start();
            assertThat(other.waitFor()).as("taken, to another process").isEqualTo(Asks.TAKEN);
        }
    }

    /** Checks the lock from another process, because a process does not see its own locks. */
    static final class Asks {

        static final int TAKEN = 7;

        private Asks() {}

        public static void main(String[] args) throws Exception {
            System.exit(LinesFile.isTaken(Path.of(args[0])) ? TAKEN : 0);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("not within " + PATIENCE);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
