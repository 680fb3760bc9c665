package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.lambda.Reservation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tags on a function or event source mapping that say: its limit is ours, and this is how to undo it.
 *
 * <p>{@code replaces} exists because a limit is changed in two calls, tags first: between them there still is
 * the limit before, which is ours too and no human's hand.
 *
 * @param previous    what was set before our first throttle, or {@link Reservation#NONE}
 * @param limit       the limit we set or are about to set
 * @param replaces    our own earlier limit while it is being replaced, else {@link Reservation#NONE}
 * @param untilMillis epoch milliseconds at which the lease ends
 * @param owner       which Breakwater instance
 * @param intent      the wish that led to it
 */
public record Mark(int previous, int limit, int replaces, long untilMillis, String owner, String intent) {

    static final String PREVIOUS = "breakwater:previous";
    public static final String LIMIT = "breakwater:limit";
    static final String REPLACES = "breakwater:replaces";
    public static final String UNTIL = "breakwater:until";
    static final String OWNER = "breakwater:owner";
    static final String INTENT = "breakwater:intent";

    /** Written by no version yet: a mark with another than 1 is one of a newer version. */
    private static final String VERSION = "breakwater:version";

    /** Every tag a mark may consist of. */
    public static final List<String> TAGS = List.of(PREVIOUS, LIMIT, REPLACES, UNTIL, OWNER, INTENT);

    /** Every tag that is ever written: those of a mark, and {@link HandsOff#TAG}. */
    public static final List<String> WRITTEN =
            Stream.concat(TAGS.stream(), Stream.of(HandsOff.TAG)).toList();

    private static final int VALUE_LIMIT = 256;
    private static final Pattern NO_TAG_TEXT = Pattern.compile("[^\\p{L}\\p{N} +\\-=._:/@]");
    private static final int SHOWN = 64;

    /** Owner and intent are brought into the characters that a tag can hold, so that a mark equals its own reading. */
    public Mark {
        owner = tagText(owner);
        intent = tagText(intent);
        if (limit < 0 || previous < Reservation.NONE || replaces < Reservation.NONE) {
            throw new IllegalArgumentException("a mark needs a limit of at least 0");
        }
    }

    /** The tags to write. {@code replaces} is always written, because tagging cannot take a stale one away. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(PREVIOUS, Reservation.text(previous));
        tags.put(LIMIT, Reservation.text(limit));
        tags.put(REPLACES, Reservation.text(replaces));
        tags.put(UNTIL, Instant.ofEpochMilli(untilMillis).toString());
        tags.put(OWNER, owner);
        tags.put(INTENT, intent);
        return tags;
    }

    /** Whether any tag of ours is among these. */
    public static boolean isIn(Map<String, String> tags) {
        return WRITTEN.stream().anyMatch(tags::containsKey);
    }

    /** Reads the tags of a function or mapping; other tags do not matter, and a mark that makes no sense is a value. */
    public static MarkReading read(Map<String, String> tags) {
        if (TAGS.stream().noneMatch(tags::containsKey)) {
            return MarkReading.absent();
        }
        String version = tags.getOrDefault(VERSION, "1");
        if (!version.equals("1")) {
            return MarkReading.malformed("of a newer version: " + VERSION + " is " + shown(version));
        }
        try {
            return MarkReading.of(new Mark(
                    number(tags, PREVIOUS),
                    number(tags, LIMIT),
                    tags.containsKey(REPLACES) ? number(tags, REPLACES) : Reservation.NONE,
                    instant(tags.get(UNTIL)),
                    text(tags, OWNER),
                    text(tags, INTENT)));
        } catch (IllegalArgumentException e) {
            return MarkReading.malformed(e.getMessage());
        }
    }

    /** Whether this value is one that we set under this mark. */
    public boolean covers(int reservation) {
        return reservation == limit || replaces != Reservation.NONE && reservation == replaces;
    }

    public boolean isOf(String someOwner) {
        return owner.equals(tagText(someOwner));
    }

    public boolean expiredAt(long nowMillis) {
        return untilMillis <= nowMillis;
    }

    /** Whether the other one says the same of the limit, whichever wish led to it. */
    public boolean says(Mark other) {
        return equals(new Mark(other.previous, other.limit, other.replaces, other.untilMillis, other.owner, intent));
    }

    /** The mark of the limit that was to be replaced, and stays. */
    public Mark unreplaced() {
        return new Mark(previous, replaces, Reservation.NONE, untilMillis, owner, intent);
    }

    /** The mark once the limit is set and nothing is being replaced any more. */
    public Mark settled() {
        return new Mark(previous, limit, Reservation.NONE, untilMillis, owner, intent);
    }

    /** Letters, digits, space and {@code +-=._:/@}; anything else becomes an underscore; at most 256 characters. */
    static String tagText(String text) {
        String clean = NO_TAG_TEXT.matcher(text.strip()).replaceAll("_");
        return clean.length() <= VALUE_LIMIT ? clean : clean.substring(0, VALUE_LIMIT);
    }

    private static int number(Map<String, String> tags, String tag) {
        try {
            return Reservation.parse(text(tags, tag));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(tag + " is not a number of executions: " + shown(tags.get(tag)));
        }
    }

    private static String text(Map<String, String> tags, String tag) {
        String value = tags.get(tag);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(tag + " is missing");
        }
        return value;
    }

    private static String shown(String text) {
        return text == null ? "missing" : '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN)) + '"';
    }

    private static long instant(String text) {
        try {
            return Instant.parse(text == null ? "" : text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(UNTIL + " is not an ISO 8601 time: " + shown(text));
        }
    }
}
