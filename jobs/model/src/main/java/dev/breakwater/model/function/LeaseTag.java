package dev.breakwater.model.function;

import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The tag on a function or event source mapping that marks a limit as Breakwater's and says how to undo the limit. An
 * example is {@code 1 set=9 was=240 until=2026-11-29T05:10:00Z by=prod id=k3f9 crc=7c}.
 *
 * @param set    the limit that is set or will be set next
 * @param was    the value before the lease's first limit, {@link LimitValue#NONE} for no limit
 * @param from   earlier limits of the lease, oldest first; one of them may still be in force
 * @param until  end of the lease, epoch milliseconds
 * @param by     name of the instance that set the limit
 * @param id     the lease
 */
public record LeaseTag(int set, int was, List<Integer> from, long until, String by, String id) {
    /** The longest time from now to the end of a lease, milliseconds. */
    public static final long LONGEST_LEASE = 24 * 60 * DataMinute.MILLIS;

    private static final String VERSION = "1";
    /** The longest value that AWS allows for a tag. */
    private static final int LONGEST = 256;
    /** How many characters of the tag's value a name may use. */
    private static final int LONGEST_NAME = 64;

    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^\\p{L}\\p{N}+\\-._:/@]");

    /** Converts the instance's name to characters that a tag allows. A written tag is therefore read back unchanged. */
    public LeaseTag {
        by = name(by);
        until = Instant.ofEpochMilli(until).truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
    }

    /**
     * Converts a text to a name for tags. The name may contain letters, digits and +-._:/@, and other characters become
     * underscores.
     */
    public static String name(String text) {
        String clean = NOT_IN_A_NAME.matcher(text.strip()).replaceAll("_");
        return clean.substring(0, Math.min(clean.length(), LONGEST_NAME));
    }

    /** The tag's value as text. If not all earlier limits fit, the oldest limits are left out. */
    public String text() {
        for (int skip = 0; ; skip++) {
            String body = body(from.subList(skip, from.size()));
            String text = body + " crc=" + crc(body);
            if (text.length() <= LONGEST || skip >= from.size()) return text;
        }
    }

    private String body(List<Integer> earlier) {
        // AWS allows no comma in a tag
        String list = String.join(":", earlier.stream().map(String::valueOf).toList());
        return VERSION + " set=" + set + " was=" + LimitValue.text(was) + (list.isEmpty() ? "" : " from=" + list)
                + " until=" + Instant.ofEpochMilli(until) + " by=" + by + " id=" + id;
    }

    private static String crc(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((byte) crc.getValue());
    }

    /** Every value that the lease may have set. */
    public Set<Integer> values() {
        Set<Integer> values = new LinkedHashSet<>(from);
        values.add(set);
        return values;
    }

    public boolean isOf(String owner) {
        return by.equals(name(owner));
    }

    /**
     * Whether the lease has ended. If the end is more than a day ahead, the lease counts as ended, because we never
     * write such an end.
     */
    public boolean isOver(long now) {
        return until <= now || until > now + LONGEST_LEASE;
    }

    /**
     * The content of a tag's value.
     *
     * @param tag  null if the value cannot be read
     * @param fault why the value cannot be read, otherwise empty
     */
    public record Reading(@Nullable LeaseTag tag, String fault) {
        public boolean readable() {
            return tag != null;
        }
    }

    /** Parses a tag's value. If the value cannot be parsed, the result contains the reason. */
    public static Reading read(String text) {
        try {
            return new Reading(parse(text), "");
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            String shown = text.substring(0, Math.min(text.length(), LONGEST));
            return new Reading(null, '"' + shown + "\": " + e.getMessage());
        }
    }

    private static LeaseTag parse(String text) {
        int end = text.lastIndexOf(" crc=");
        String body = end < 0 ? text : text.substring(0, end);
        if (!body.startsWith(VERSION + ' ')) throw new IllegalArgumentException("it has another version");
        if (end < 0 || !crc(body).equals(text.substring(end + 5))) {
            throw new IllegalArgumentException("its checksum is wrong");
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : body.substring(2).split(" ")) {
            int is = part.indexOf('=');
            if (is > 0) parts.put(part.substring(0, is), part.substring(is + 1));
        }
        List<Integer> from = new ArrayList<>();
        for (String value : parts.getOrDefault("from", "").split(":")) {
            if (!value.isEmpty()) from.add(LimitValue.parse(value));
        }
        return new LeaseTag(
                LimitValue.parse(need(parts, "set")),
                LimitValue.parse(need(parts, "was")),
                List.copyOf(from),
                Instant.parse(need(parts, "until")).toEpochMilli(),
                need(parts, "by"),
                need(parts, "id"));
    }

    private static String need(Map<String, String> parts, String key) {
        String value = parts.get(key);
        if (value == null) throw new IllegalArgumentException(key + " is missing");
        return value;
    }
}
