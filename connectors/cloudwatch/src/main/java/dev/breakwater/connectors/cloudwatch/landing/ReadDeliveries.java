package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers the deliveries of finished files. A delivery is therefore read only once, even if several receivers stored
 * it or Firehose repeated it. The times come from the files' names, so that a replay always reads in the same way.
 */
final class ReadDeliveries {
    /**
     * The time for which a delivery is remembered. Firehose repeats a delivery for at most two hours, and a file may be
     * 15 minutes late.
     */
    private static final long KEPT_MILLIS = 4 * 3_600_000L;

    private static final int MOST = 500_000;

    /** The pattern of file names that the command {@code receive} writes. */
    private static final Pattern NAME = Pattern.compile("(?:.*/)?(\\d{8}T\\d{9}Z)(?:-[0-9a-f]+)?\\.jsonl\\.gz");

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH/").withZone(ZoneOffset.UTC);

    private final Map<DeliveryKey, Long> read;
    private long newest;

    ReadDeliveries(Map<DeliveryKey, Long> read) {
        this.read = new LinkedHashMap<>(read);
        newest = read.values().stream().mapToLong(at -> at).max().orElse(0);
    }

    boolean has(DeliveryKey key) {
        return read.containsKey(key);
    }

    /** Records that a file with these deliveries is finished. */
    void add(String file, Collection<DeliveryKey> keys) {
        if (keys.isEmpty()) return;
        long at = Math.max(0, time(file));
        newest = Math.max(newest, at);
        keys.forEach(key -> read.putIfAbsent(key, at));
        read.values().removeIf(then -> then < newest - KEPT_MILLIS);
        var oldest = read.keySet().iterator();
        for (int over = read.size() - MOST; over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
    }

    Map<DeliveryKey, Long> list() {
        return Map.copyOf(read);
    }

    /** Returns whether the name has the form that the command {@code receive} gives its files. */
    static boolean named(String file) {
        return time(file) >= 0;
    }

    /** Returns the name with a time that is earlier by this duration. A name that contains no time stays unchanged. */
    static String lookBack(String file, long millis) {
        long at = time(file);
        if (at < 0) return file;
        Instant then = Instant.ofEpochMilli(at - millis);
        return FOLDER.format(then) + STAMP.format(then);
    }

    /** Returns the time in a name in epoch milliseconds, or -1 for a name in another form. */
    private static long time(String file) {
        Matcher name = NAME.matcher(file);
        try {
            return name.matches() ? STAMP.parse(name.group(1), Instant::from).toEpochMilli() : -1;
        } catch (DateTimeException e) {
            return -1;
        }
    }
}
