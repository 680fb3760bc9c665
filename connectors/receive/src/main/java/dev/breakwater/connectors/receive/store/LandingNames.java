package dev.breakwater.connectors.receive.store;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Makes names of stored files, such as {@code 2026/11/25/03/20261125T033501123Z.jsonl.gz}. If several processes store
 * files, each process adds its own mark ({@code Z-1f3a9c04.jsonl.gz}), so that no name is used twice. Names sort by
 * time. Each name sorts after all earlier names, even if the clock goes back. Otherwise, the reader would skip the
 * file.
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

    /** @param mark the mark of this process in hexadecimal digits; empty if it is the only process */
    LandingNames(Clock clock, String mark) {
        this.clock = clock;
        this.mark = mark.isEmpty() ? "" : "-" + mark;
    }

    /** Records an existing name. */
    void seen(String name) {
        time(name).ifPresent(at -> last = Math.max(last, at.toEpochMilli()));
    }

    String next() {
        last = Math.max(clock.millis(), last + 1);
        Instant at = Instant.ofEpochMilli(last);
        return FOLDER.format(at) + STAMP.format(at) + mark + SUFFIX;
    }

    /** Returns a name that sorts before all files that were stored after that instant. */
    static String from(Instant at) {
        return FOLDER.format(at) + STAMP.format(at);
    }

    /**
     * Returns the name of the file of rejects that belongs to a file of lines. Readers of samples ignore the file of
     * rejects, because its name begins with a dot.
     */
    static String rejects(String name) {
        int file = name.lastIndexOf('/') + 1;
        return name.substring(0, file) + ".rejects-" + name.substring(file);
    }

    /** Returns the time when a file was stored. Empty if the command {@code receive} did not write the file. */
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
