package dev.breakwater.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Shows values in problems: short, on one line, and never a secret. */
public final class Shown {
    private static final int LONGEST = 60;

    // A long run of letters and digits is more likely a secret in the wrong place than a mistyped word.
    private static final Pattern KEY_LIKE = Pattern.compile("(?=[A-Za-z0-9+=_]*\\d)[A-Za-z0-9+=_]{20,}");
    private static final Pattern CREDENTIALS = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#]*@.*", Pattern.DOTALL);

    private Shown() {}

    /** Returns any value as a text for a message. */
    public static String value(JsonNode node) {
        if (node.isObject()) {
            return "a section";
        }
        if (node.isArray()) {
            return "a list";
        }
        return node.isNull() ? "nothing" : text(node.asText());
    }

    /** Returns a text for a message. If the text may be a secret, shows only its length. */
    public static String text(String text) {
        if (KEY_LIKE.matcher(text).find() || CREDENTIALS.matcher(text).matches()) {
            return hidden(text);
        }
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]", "?");
        String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
        return shown.isEmpty() ? "''" : shown;
    }

    static String hidden(String text) {
        return "(hidden, " + text.length() + " characters)";
    }
}
