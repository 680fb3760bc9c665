package dev.breakwater.guard.file;

import dev.breakwater.core.control.Acceptance;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.ledger.AcceptanceRow;
import dev.breakwater.ledger.LedgerJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people have accepted, one file each beside the ledger: {@code requests/accept-INCIDENT-SECONDS.json}. A file
 * stays until its time is over or a newer word on the same scope is there: a job that starts reads all of them.
 */
public final class AcceptanceFiles {
    /** For how long something can be accepted. */
    public static final Duration SHORTEST = Duration.ofHours(1);

    public static final Duration LONGEST = Duration.ofDays(90);

    private static final int LARGEST = 65_536;
    private static final int MOST = 1_000;

    private AcceptanceFiles() {}

    /** A file. What could not be read has no acceptance. */
    public record Read(Path file, Instant at, Acceptance acceptance) {

        public boolean readable() {
            return acceptance != null;
        }

        public String scope() {
            return acceptance.scope().id();
        }
    }

    /** Writes it whole or not at all. */
    public static Path write(Path ledgerFolder, Acceptance said, Instant at) throws IOException {
        Scope s = said.scope();
        AcceptanceRow row = new AcceptanceRow(
                said.incident(),
                s.kind().wire(),
                s.account(),
                s.region(),
                s.key(),
                at,
                Instant.ofEpochMilli(said.until()));
        Path folder = Files.createDirectories(folder(ledgerFolder));
        String name = "accept-" + said.incident() + '-' + at.getEpochSecond() + ".json";
        Path whole = folder.resolve('.' + name + ".tmp");
        Files.writeString(whole, LedgerJson.line(row) + '\n');
        return Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** All files, the newest last; none where there is no folder. */
    public static List<Read> all(Path ledgerFolder) throws IOException {
        List<Read> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(ledgerFolder), "accept-*.json")) {
            for (Path file : files) {
                if (all.size() < MOST) all.add(read(file));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        all.sort(Comparator.comparing(Read::at).thenComparing(Read::file));
        return all;
    }

    /** The newest word on each scope whose time is not over. */
    public static List<Acceptance> standing(Path ledgerFolder, long nowMillis) throws IOException {
        Map<String, Acceptance> newest = new TreeMap<>();
        for (Read read : all(ledgerFolder)) if (read.readable()) newest.put(read.scope(), read.acceptance());
        return newest.values().stream().filter(a -> a.until() > nowMillis).toList();
    }

    private static Path folder(Path ledgerFolder) {
        return ledgerFolder.resolve("requests");
    }

    private static Read read(Path file) {
        try {
            if (Files.size(file) > LARGEST) return new Read(file, Instant.EPOCH, null);
            AcceptanceRow row = LedgerJson.read(Files.readString(file), AcceptanceRow.class);
            if (row.at() == null || row.until() == null) return new Read(file, Instant.EPOCH, null);
            return new Read(file, row.at(), acceptance(row));
        } catch (IOException e) {
            return new Read(file, Instant.EPOCH, null);
        }
    }

    /** Null where something is missing or out of bounds. */
    private static Acceptance acceptance(AcceptanceRow row) {
        Duration length = Duration.between(row.at(), row.until());
        boolean bounded = length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0;
        boolean named = matches(row.incident(), "[0-9a-f]{12}")
                && matches(row.account(), "\\d{12}")
                && matches(row.region(), "[a-z0-9-]{1,40}");
        if (!bounded || !named || row.scope() == null || row.key() == null) return null;
        return ScopeKind.of(row.scope())
                .map(kind -> new Scope(kind, row.account(), row.region(), row.key()))
                .map(scope -> new Acceptance(scope, row.incident(), row.until().toEpochMilli()))
                .orElse(null);
    }

    private static boolean matches(String text, String pattern) {
        return text != null && text.matches(pattern);
    }
}
