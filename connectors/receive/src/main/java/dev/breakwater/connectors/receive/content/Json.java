package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** Reads and writes JSON: bounded in depth and size, with texts that are safe to show. */
public final class Json {
    private static final int MIB = 1 << 20;

    /** For lines and documents, whose texts are at most what is in memory already. */
    public static final JsonFactory FACTORY = factory(64 * MIB);

    /** For the body of a delivery: its only long texts are the data, which are not taken in as text. */
    static final JsonFactory ENVELOPE = factory(4096);

    private Json() {}

    /** Field names are not interned: they come from outside and never end. */
    private static JsonFactory factory(int longestText) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        .maxNumberLength(64)
                        .maxNameLength(4096)
                        .maxStringLength(longestText)
                        .build())
                .build();
    }

    /** The text without anything that a terminal would take for a command, cut to a length. */
    public static String plain(String text, int longest) {
        int length = Math.min(text.length(), longest);
        StringBuilder plain = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean shown = c >= 0x20 && c < 0x7f || c >= 0xa0 && Character.isLetterOrDigit(c);
            plain.append(shown ? c : '?');
        }
        return plain.toString();
    }
}
