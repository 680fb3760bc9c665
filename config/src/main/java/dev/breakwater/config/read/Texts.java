package dev.breakwater.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.model.ReceiveSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for texts, and how problems show them: short, on one line, and never a secret. A URL must use https, or http
 * on a loopback host if that is allowed. A URL must not have a user or password.
 */
public final class Texts {
    private static final Pattern S3 = Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/\\S*)?");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private static final int LONGEST = 60;

    // A long run of letters and digits is more likely a secret in the wrong place than a mistyped word.
    private static final Pattern KEY_LIKE = Pattern.compile("(?=[A-Za-z0-9+=_]*\\d)[A-Za-z0-9+=_]{20,}");
    private static final Pattern CREDENTIALS = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#]*@.*", Pattern.DOTALL);

    private Texts() {}

    /** Returns the rule of a form as text. A problem about a wrong text shows this rule to people. */
    static Optional<String> unfit(Form form, String text) {
        if (form == Form.ENDPOINT || form == Form.LINK) return badUrl(text, form == Form.ENDPOINT);
        return form.pattern.isEmpty() || Pattern.matches(form.pattern, text)
                ? Optional.empty()
                : Optional.of("is not accepted");
    }

    static boolean isS3(String text) {
        return S3.matcher(text).matches();
    }

    /** Accepts a text that is not blank and does not begin with a scheme, such as https. */
    static boolean isLocal(String text) {
        return !text.isBlank() && !SCHEME.matcher(text).matches();
    }

    private static Optional<String> badUrl(String text, boolean loopback) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URL");
        }
        if (uri.getHost() == null || uri.getScheme() == null) {
            return Optional.of("is not a URL with a host");
        }
        if (uri.getUserInfo() != null) {
            return Optional.of("must not carry a user or a password");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean allowed = scheme.equals("https")
                || loopback && scheme.equals("http") && ReceiveSettings.isLoopbackHost(uri.getHost());
        return allowed ? Optional.empty() : Optional.of("must use https");
    }

    /** Returns any value as a text for a message. */
    public static String shownValue(JsonNode node) {
        if (node.isObject()) {
            return "a section";
        }
        if (node.isArray()) {
            return "a list";
        }
        return node.isNull() ? "nothing" : shown(node.asText());
    }

    /** Returns a text for a message. If the text may be a secret, shows only its length. */
    public static String shown(String text) {
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

    /** Returns the nearest known word that differs by at most a third of its length, if there is one. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return nearestAmong(word, known, 1).stream().findFirst();
    }

    /**
     * Returns the known words that differ by at most a third of their length, nearest first. The list has at most this
     * many words.
     */
    public static List<String> nearestAmong(String word, Collection<String> known, int most) {
        return known.stream()
                .filter(k -> distance(word, k) <= Math.max(1, k.length() / 3))
                .sorted(Comparator.<String>comparingInt(k -> distance(word, k)).thenComparing(k -> k))
                .limit(most)
                .toList();
    }

    /**
     * Returns the number of insertions, deletions and replacements between two words. Upper and lower case count as
     * equal.
     */
    static int distance(String a, String b) {
        String from = a.toLowerCase(Locale.ROOT);
        String to = b.toLowerCase(Locale.ROOT);
        if (Math.abs(from.length() - to.length()) > to.length()) {
            return Integer.MAX_VALUE; // stop early: the words are too different, and a key can have any length
        }
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
