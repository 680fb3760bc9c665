package dev.breakwater.cli.report;

import dev.breakwater.report.Pages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes well-formed markup: every text and attribute is escaped here and nowhere else, every element that is opened is closed in
 * turn. Names in a report come from outside, so nothing gets around this.
 */
final class Markup {

    private static final int LONGEST_TEXT = 600;

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are name, value, name, value. */
    public Markup open(String element, Object... attributes) {
        start(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Closes the element opened last. */
    public Markup close() {
        out.append("</").append(open.pop()).append(">");
        if (open.size() < 5) out.append('\n');
        return this;
    }

    /** An element without content. */
    public Markup empty(String element, Object... attributes) {
        start(element, attributes);
        out.append("/>");
        return this;
    }

    /** An element that holds text only. */
    public Markup leaf(String element, String text, Object... attributes) {
        return open(element, attributes).text(text).close();
    }

    public Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    /** The page's own style sheet; never anything read from a file of a run. */
    public Markup style(String css) {
        out.append("<style>").append(css).append("</style>\n");
        return this;
    }

    void head(String title) {
        open("head").empty("meta", "charset", "utf-8");
        String loadsNothing = "default-src 'none'; style-src 'unsafe-inline'";
        empty("meta", "http-equiv", "Content-Security-Policy", "content", loadsNothing);
        empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        empty("meta", "name", "color-scheme", "content", "light dark");
        leaf("title", title).style(Pages.CSS).close();
    }

    /** All that was written. Fails when an element is still open: that is a bug. */
    public String finish() {
        if (!open.isEmpty()) throw new IllegalStateException("still open: " + open);
        return out.toString();
    }

    private void start(String element, Object... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escape(String.valueOf(attributes[i + 1]), Integer.MAX_VALUE))
                    .append('"');
        }
    }

    /** The text with nothing in it that markup, an XML parser or the reading order would take for more than text. */
    public static String escape(String text) {
        return escape(text, LONGEST_TEXT);
    }

    private static String escape(String text, int atMost) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        int[] points = text.codePoints().limit(atMost).toArray();
        for (int point : points) appendSafe(safe, point);
        if (points.length == atMost) safe.append('…');
        return safe.toString();
    }

    private static void appendSafe(StringBuilder safe, int point) {
        switch (point) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> {
                if (isVisible(point)) safe.appendCodePoint(point);
                else safe.append(String.format(Locale.ROOT, "\\u%04X", point));
            }
        }
    }

    /** Neither a control nor a format character (bidirectional overrides), nor half a pair, nor no character at all. */
    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
