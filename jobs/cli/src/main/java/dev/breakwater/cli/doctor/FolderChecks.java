package dev.breakwater.cli.doctor;

import dev.breakwater.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the folders on this machine can be written or read. Makes none: what is not there yet is made at the start. */
final class FolderChecks {

    private static final String AREA = "folder";

    private final Findings findings;

    FolderChecks(Findings findings) {
        this.findings = findings;
    }

    void check(Settings settings) {
        writable("ledger.path", settings.ledger().path(), "the job does not start: what cannot be written is not done");
        writable("checkpoints.path", settings.checkpoints().path(), "no checkpoint and so no act; alarms go on");
        writable("pages.path", settings.pages().path(), "no incident page is written");
        if (settings.source().landing().enabled()) {
            readable("source.landing.path", settings.source().landing().path());
        }
        if (settings.receive().enabled()) {
            writable("receive.path", settings.receive().path(), "receive does not start: nothing lands");
        }
    }

    /** Places in S3 are asked about elsewhere. */
    private void writable(String key, String place, String cost) {
        if (place.startsWith("s3://")) return;
        Path folder = Path.of(place);
        if (Files.isDirectory(folder)) {
            findings.add(
                    canCreate(folder)
                            ? Finding.there(AREA, Where.HERE, key, folder + " can be written")
                            : Finding.missing(AREA, Where.HERE, key, folder + " cannot be written", cost));
            return;
        }
        Path above = folder;
        while (above != null && !Files.exists(above)) above = above.getParent();
        boolean makeable = above != null && Files.isDirectory(above) && Files.isWritable(above);
        findings.add(
                makeable
                        ? Finding.there(AREA, Where.HERE, key, folder + " is not there yet and can be made")
                        : Finding.missing(AREA, Where.HERE, key, folder + " is no folder and cannot be made", cost));
    }

    /** Tried, because rights alone do not tell of a disk that is full or mounted to be read. */
    private static boolean canCreate(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".breakwater-doctor", ""));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void readable(String key, String place) {
        if (place.startsWith("s3://")) return;
        Path folder = Path.of(place);
        boolean can = Files.isDirectory(folder) && Files.isReadable(folder);
        String why = Files.exists(folder) ? " cannot be read" : " does not exist";
        findings.add(
                can
                        ? Finding.there(AREA, Where.HERE, key, folder + " can be read")
                        : Finding.missing(AREA, Where.HERE, key, folder + why, "no sample is read from it"));
    }
}
