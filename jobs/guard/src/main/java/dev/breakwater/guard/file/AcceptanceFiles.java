package dev.breakwater.guard.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.breakwater.core.control.Acceptance;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What people have accepted, one file each beside the ledger: {@code requests/accept-INCIDENT-SECONDS.json}. A file
 * stays until its time is over or a newer word on the same scope is there: a job that starts reads all of them.
 */
public final class AcceptanceFiles {
    /** For how long something can be accepted. */
    public static final Duration SHORTEST = Duration.ofHours(1);

    public static final Duration LONGEST = Duration.ofDays(90);

    private static final ObjectMapper MAPPER = new ObjectMapper();
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
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("incident", said.incident())
                .put("scope", s.kind().wire())
                .put("account", s.account())
                .put("region", s.region())
                .put("key", s.key())
                .put("at", at.toString())
                .put("until", Instant.ofEpochMilli(said.until()).toString())
                .toString();
        Path folder = Files.createDirectories(folder(ledgerFolder));
        String name = "accept-" + said.incident() + '-' + at.getEpochSecond() + ".json";
        Path whole = folder.resolve('.' + name + ".tmp");
        Files.writeString(whole, json + '\n');
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
            JsonNode o = MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
            Instant at = Instant.parse(o.path("at").asText());
            return new Read(file, at, acceptance(o, at));
        } catch (IOException | DateTimeException e) {
            return new Read(file, Instant.EPOCH, null);
        }
    }

    /** Null where something is missing or out of bounds. */
    private static Acceptance acceptance(JsonNode o, Instant at) {
        Instant until = Instant.parse(o.path("until").asText());
        Duration length = Duration.between(at, until);
        Optional<Scope> scope = scope(o);
        boolean bounded = length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0;
        boolean named = o.path("incident").asText().matches("[0-9a-f]{12}");
        return scope.isPresent() && bounded && named
                ? new Acceptance(scope.get(), o.path("incident").asText(), until.toEpochMilli())
                : null;
    }

    /** The scope that a line of ours names: a function's, a group's or an account's. */
    private static Optional<Scope> scope(JsonNode o) {
        String account = o.path("account").asText();
        String region = o.path("region").asText();
        if (!account.matches("\\d{12}") || !region.matches("[a-z0-9-]{1,40}")) return Optional.empty();
        return ScopeKind.of(o.path("scope").asText())
                .map(kind -> new Scope(kind, account, region, o.path("key").asText()));
    }
}
