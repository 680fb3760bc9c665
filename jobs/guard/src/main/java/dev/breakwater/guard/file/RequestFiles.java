package dev.breakwater.guard.file;

import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.RequestRow;
import dev.breakwater.ledger.RequestRow.DrillRow;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * People's requests in the folder {@code requests.path}, one file {@code KIND-ID.json} for each. Files are kept until
 * their requests can no longer be repeated or have expired, because a starting job reads all files.
 */
public final class RequestFiles {
    /** The possible durations of acceptances, protections and of a "no" to a proposal. */
    public static final Duration SHORTEST = Duration.ofHours(1);

    public static final Duration LONGEST = Duration.ofDays(90);

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,4})([mhd])");
    private static final int LARGEST = 65_536;
    private static final String HEARD = ".heard";
    private static final Duration HEARD_EVERY = Duration.ofSeconds(10);
    private static final Duration HEARD_WITHIN = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private RequestFiles() {}

    /**
     * A file in the folder. The field {@code request} is null if the file could not be read. The field {@code drill} is
     * null except for the result of a drill.
     */
    public record Read(Path file, Instant at, Request request, DrillRow drill) {

        private static Read unreadable(Path file) {
            return new Read(file, Instant.EPOCH, null, null);
        }

        public boolean readable() {
            return request != null;
        }

        public boolean accepts() {
            return readable() && request.kind() == Kind.ACCEPT;
        }
    }

    /** Writes the file completely or not at all. An existing file is not changed. */
    public static Path write(Path folder, Request r) throws IOException {
        return write(folder, r, null);
    }

    /** Writes the result of a drill, which the job will record. */
    public static Path write(Path folder, Request r, DrillRow drill) throws IOException {
        Path file = Files.createDirectories(folder).resolve(r.kind().wire() + '-' + r.id() + ".json");
        if (Files.exists(file)) return file;
        Path whole = folder.resolve('.' + file.getFileName().toString() + ".tmp");
        Files.writeString(whole, LedgerJson.line(row(r, drill)) + '\n');
        return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns whether another request has the same id. */
    public static boolean isOtherwise(Path folder, Kind kind, String id) {
        return Stream.of(Kind.values())
                .filter(other -> other != kind)
                .anyMatch(other -> Files.exists(folder.resolve(other.wire() + '-' + id + ".json")));
    }

    private static RequestRow row(Request r, DrillRow drill) {
        Scope s = r.scope();
        return new RequestRow(
                r.id(),
                r.kind().wire(),
                r.incident(),
                s.kind().wire(),
                s.account(),
                s.region(),
                s.key(),
                Instant.ofEpochMilli(r.at()),
                r.until() < 0 ? null : Instant.ofEpochMilli(r.until()),
                r.by(),
                r.from(),
                drill,
                r.times() == 0 ? null : r.times());
    }

    /** Marks that a job is reading this folder. Writes the mark at most every ten seconds. */
    public static void hears(Path folder, long nowMillis) throws IOException {
        if (nowMillis - heardAt(folder) < HEARD_EVERY.toMillis()) return;
        Path sign = Files.createDirectories(folder).resolve(HEARD);
        if (!Files.exists(sign)) Files.createFile(sign);
        Files.setLastModifiedTime(sign, FileTime.fromMillis(nowMillis));
    }

    /**
     * Returns whether a job has read the folder within the last minute. A job that read the folder within the last
     * minute will see a new file.
     */
    public static boolean isHeard(Path folder, long nowMillis) {
        return nowMillis - heardAt(folder) < HEARD_WITHIN.toMillis();
    }

    private static long heardAt(Path folder) {
        try {
            return Files.getLastModifiedTime(folder.resolve(HEARD)).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the newest drill that passed, or the newest drill that failed. */
    public static Optional<Read> newestDrill(Path folder, boolean passed) throws IOException {
        return all(folder).stream()
                .filter(r -> r.readable() && r.drill() != null && r.drill().passed() == passed)
                .reduce((older, newer) -> newer);
    }

    /**
     * Returns the files, newest last, but at most 1,000. Releases are read first, so that no other request hides them.
     * The result is empty if the folder does not exist.
     */
    public static List<Read> all(Path folder) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[a-z]*-*.json")) {
            files.forEach(names::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return names.stream()
                .sorted(Comparator.comparing(RequestFiles::isRelease).reversed().thenComparing(file -> file))
                .limit(MOST)
                .map(RequestFiles::read)
                .sorted(Comparator.comparing(Read::at).thenComparing(Read::file))
                .toList();
    }

    private static boolean isRelease(Path file) {
        return file.getFileName().toString().startsWith(Kind.RELEASE.wire());
    }

    /** Returns the newest request of each acceptance that is still in force. */
    public static List<Request> accepted(Path folder, long nowMillis) throws IOException {
        Map<String, Request> newest = new TreeMap<>();
        for (Read read : all(folder)) {
            if (read.accepts()) newest.put(read.request().scope().id(), read.request());
            // an attack ends the acceptance
            else if (read.readable() && read.request().kind() == Kind.ATTACK)
                newest.remove(read.request().scope().id());
        }
        return newest.values().stream().filter(a -> a.until() > nowMillis).toList();
    }

    private static Read read(Path file) {
        try {
            if (Files.size(file) > LARGEST) return Read.unreadable(file);
            RequestRow row = LedgerJson.read(Files.readString(file), RequestRow.class);
            if (row.at() == null) return Read.unreadable(file);
            return new Read(file, row.at(), request(row).orElse(null), row.drill());
        } catch (IOException | ArithmeticException e) {
            // a time may be too large for milliseconds
            return Read.unreadable(file);
        }
    }

    /** Reads the request. The result is empty if a field is missing or out of bounds. */
    private static Optional<Request> request(RequestRow row) {
        Optional<Kind> kind = row.request() == null ? Optional.empty() : Kind.of(row.request());
        boolean named = row.id() != null
                && matches(row.account(), "\\d{12}")
                && matches(row.region(), "[a-z0-9-]{1,40}")
                && matches(row.scope(), "function|group|account")
                && matches(row.key(), ".{1,256}");
        if (kind.isEmpty() || !named || !bounded(kind.get(), row)) return Optional.empty();
        return ScopeKind.of(row.scope())
                .map(scope -> new Request(
                        row.id(),
                        kind.get(),
                        new Scope(scope, row.account(), row.region(), row.key()),
                        text(row.incident()),
                        row.at().toEpochMilli(),
                        row.until() == null ? -1 : row.until().toEpochMilli(),
                        text(row.by()),
                        text(row.from()),
                        row.drill() == null ? "" : row.drill().words(),
                        row.times() == null ? 0 : row.times()));
    }

    private static boolean bounded(Kind kind, RequestRow row) {
        boolean incident = matches(text(row.incident()), "[0-9a-f]{12}");
        Duration length = row.until() == null ? null : Duration.between(row.at(), row.until());
        boolean bounded = length != null && length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0;
        return switch (kind) {
            case ACCEPT ->
                incident && bounded && (row.times() == null || row.times() >= 1 && row.times() <= Request.MOST_TIMES);
            case APPROVE, THROTTLE, ATTACK -> incident;
            case DECLINE -> incident && bounded;
            case PROTECT -> bounded;
            case HOLD -> length == null || length.compareTo(LONGEST) <= 0;
            case RELEASE -> true;
            case DRILL -> row.drill() != null;
        };
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    private static boolean matches(String text, String pattern) {
        return text != null && text.matches(pattern);
    }

    /**
     * Reads a duration. The result is empty if the text is not a duration, or if the duration is outside the bounds of
     * its kind.
     */
    public static Optional<Duration> length(Kind kind, String text) {
        return duration(text).filter(length -> length.compareTo(shortest(kind)) >= 0 && length.compareTo(LONGEST) <= 0);
    }

    /** Reads a duration like 90m, 12h or 30d. The result is empty if the text is not a duration. */
    public static Optional<Duration> duration(String text) {
        Matcher m = LENGTH.matcher(text);
        if (!m.matches()) return Optional.empty();
        long n = Long.parseLong(m.group(1));
        return Optional.of(
                switch (m.group(2)) {
                    case "m" -> Duration.ofMinutes(n);
                    case "h" -> Duration.ofHours(n);
                    default -> Duration.ofDays(n);
                });
    }

    /** Returns the accepted durations, as text. */
    public static String lengthBounds(Kind kind) {
        String units = kind == Kind.HOLD ? "minutes, hours or days" : "hours or days";
        String least = kind == Kind.HOLD ? "1m" : "1h";
        return units + ", from " + least + " to 90d, as in 12h or 30d";
    }

    private static Duration shortest(Kind kind) {
        return kind == Kind.HOLD ? Duration.ofMinutes(1) : SHORTEST;
    }
}
