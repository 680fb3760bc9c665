package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.model.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cleans the texts of an event before the event is stored or sent. The class limits lengths (in UTF-16 units), replaces
 * control characters with spaces, and replaces lone surrogates with question marks. Names of functions come from
 * outside and may be hostile.
 */
public final class AlarmText {

    static final int KEY = 255;
    static final int SUMMARY = 1024;
    public static final int FIELD = 255;
    static final int DETAIL = 2048;
    static final int DETAILS = 48;
    static final int DETAIL_CHARACTERS = 32 * 1024;
    /** The largest number of links of an alert: its own page, and the pages of the twenty incidents that it lists. */
    static final int LINKS = 21;

    static final int HREF = 2048;

    private AlarmText() {}

    public static AlarmEvent bounded(AlarmEvent event) {
        AlarmEvent.Subject subject = new AlarmEvent.Subject(
                clean(event.source(), FIELD),
                clean(event.component(), FIELD),
                clean(event.scope(), FIELD),
                clean(event.clazz(), FIELD));
        return new AlarmEvent(
                event.action(),
                key(event.dedupKey()),
                clean(event.summary(), SUMMARY),
                event.severity(),
                event.timestampMillis(),
                subject,
                AlarmEvent.Detail.all(details(event.details())),
                links(event.links()),
                new AlarmEvent.Delivery(event.to(), List.of(), event.ring()));
    }

    /**
     * Returns the key. Returns the key's SHA-256 if the key is too long or has characters that must be replaced,
     * because two shortened keys could become equal.
     */
    public static String key(String key) {
        boolean fits = key.length() <= KEY && clean(key, KEY).equals(key);
        return fits ? key : "sha256:" + Sha256.hex(key);
    }

    /**
     * Returns the text without control, format and line-separator characters, cut to a length. The text is never null.
     */
    public static String clean(String text, int most) {
        if (text == null) {
            return "";
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length() && clean.length() < most; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (clean.length() + Character.charCount(point) > most) {
                break;
            }
            clean.appendCodePoint(harmless(point));
        }
        return clean.toString();
    }

    private static int harmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '?';
            default -> point;
        };
    }

    private static Map<String, String> details(Map<String, String> details) {
        Map<String, String> bounded = new LinkedHashMap<>();
        int room = DETAIL_CHARACTERS;
        for (Map.Entry<String, String> detail : (details == null ? Map.<String, String>of() : details).entrySet()) {
            String name = clean(detail.getKey(), FIELD);
            String value = clean(detail.getValue(), DETAIL);
            room -= name.length() + value.length();
            if (room < 0 || bounded.size() == DETAILS) {
                bounded.put("truncated", "true");
                break;
            }
            bounded.put(name, value);
        }
        return bounded;
    }

    private static List<AlarmEvent.Link> links(List<AlarmEvent.Link> links) {
        return (links == null ? List.<AlarmEvent.Link>of() : links)
                .stream()
                        .filter(link -> link.href() != null && link.href().length() <= HREF)
                        .limit(LINKS)
                        .map(link -> new AlarmEvent.Link(clean(link.href(), HREF), clean(link.text(), FIELD)))
                        .toList();
    }
}
