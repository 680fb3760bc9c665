package dev.breakwater.connectors.receive.store;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Names of landed files: {@code 2026/11/25/03/20261125T033501123Z.jsonl.gz}; where several processes land, each adds a
 * mark of its own, {@code Z-1f3a9c04.jsonl.gz}, so that none takes another's name. They sort by time, and each is after
 * all before it even if the clock goes back, because the reader skips names before the file that it has reached.
 */
public final class LandingNames {
    public static final String SUFFIX = ".jsonl.gz";

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH/").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final String mark;
    private long last;

    /** @param mark this process, in hexadecimal digits; empty if no other lands */
    LandingNames(Clock clock, String mark) {
        this.clock = clock;
        this.mark = mark.isEmpty() ? "" : "-" + mark;
    }

    /** Takes note of an existing name. */
    void seen(String name) {
        time(name).ifPresent(at -> last = Math.max(last, at.toEpochMilli()));
    }

    String next() {
        last = Math.max(clock.millis(), last + 1);
        Instant at = Instant.ofEpochMilli(last);
        return FOLDER.format(at) + STAMP.format(at) + mark + SUFFIX;
    }

    /** A name that sorts before everything landed after that instant. */
    static String from(Instant at) {
        return FOLDER.format(at) + STAMP.format(at);
    }

    /** The name of the rejects beside it; the dot keeps readers of samples away. */
    static String rejects(String name) {
        int file = name.lastIndexOf('/') + 1;
        return name.substring(0, file) + ".rejects-" + name.substring(file);
    }

    /** The time when a file was landed; empty if it is not one of ours. */
    static Optional<Instant> time(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        if (!file.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String stamp = file.substring(0, file.length() - SUFFIX.length()).replaceFirst("-[0-9a-f]+$", "");
            return Optional.of(STAMP.parse(stamp, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
