package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether the folders on this machine can be written or read. The check makes no folders, because the job makes
 * missing folders when it starts.
 */
record FolderChecks(Findings findings) {

    private static final String AREA = "folder";
    private static final String REFUSED = ".rejects-";

    void check(Settings settings) {
        writable(
                "ledger.path",
                settings.ledger().path(),
                "the job does not start, because it could not write its files");
        writable(
                "checkpoints.path",
                settings.checkpoints().path(),
                "without a checkpoint there is no throttle; alerts continue");
        writable("pages.path", settings.pages().path(), "no incident page is written");
        if (settings.source().landing().enabled()) {
            readable("source.landing.path", settings.source().landing().path());
        }
        if (settings.receive().enabled()) {
            writable(
                    "receive.path",
                    settings.receive().path(),
                    "the command receive does not start, so no delivery is stored");
        }
    }

    /** Skips folders in S3, which are checked elsewhere. */
    private void writable(String key, String place, String cost) {
        if (Folders.isBucket(place)) return;
        Path folder = Path.of(place);
        boolean there = Files.isDirectory(folder);
        boolean can = there ? canCreate(folder) : canMake(folder);
        String detail = there
                ? can ? " can be written" : " cannot be written"
                : can ? " does not exist yet, but can be created" : " is not a folder and cannot be created";
        findings.add(Finding.of(can, AREA, Where.HERE, key, folder + detail, cost));
    }

    private static boolean canMake(Path folder) {
        Path above = folder;
        while (above != null && !Files.exists(above)) above = above.getParent();
        return above != null && Files.isDirectory(above) && Files.isWritable(above);
    }

    /** Writes a file, because permissions alone do not reveal a full or read-only disk. */
    private static boolean canCreate(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".breakwater-doctor", ""));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void readable(String key, String place) {
        if (Folders.isBucket(place)) return;
        Path folder = Path.of(place);
        boolean can = Files.isDirectory(folder) && Files.isReadable(folder);
        String why = can ? " can be read" : Files.exists(folder) ? " cannot be read" : " does not exist";
        findings.add(Finding.of(can, AREA, Where.HERE, key, folder + why, "no sample is read from it"));
        if (can) format(key, folder);
    }

    /**
     * The command {@code receive} stores unreadable input next to its files. If all new input is unreadable, the format
     * is wrong.
     */
    private void format(String key, Path folder) {
        try {
            Path newest = newest(folder);
            List<String> names = names(newest);
            boolean landed = names.stream().anyMatch(name -> !name.startsWith("."));
            if (landed || names.stream().noneMatch(name -> name.startsWith(REFUSED))) return;
            String cost = "no sample can be read from it, so choose JSON, OpenTelemetry 1.0 or OpenTelemetry "
                    + "0.7 as the output format of the metric stream";
            String only = newest + " holds only unreadable files";
            findings.add(Finding.missing(AREA, Where.HERE, key + " (format)", only, cost));
        } catch (IOException e) {
            String why = "its newest folder cannot be listed";
            findings.add(Finding.unknown(AREA, Where.HERE, key + " (format)", why, "whether its samples can be read"));
        }
    }

    /** Returns the newest folder. Folder names are times. */
    private static Path newest(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            Optional<Path> next = inside.filter(Files::isDirectory).max(Comparator.naturalOrder());
            return next.isPresent() ? newest(next.get()) : folder;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
