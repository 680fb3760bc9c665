package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads and writes JSON with limited depth and size, and makes texts safe to show. */
public final class Json {
    private static final int MIB = 1 << 20;

    /** The factory for lines and documents, which are already in memory. */
    public static final JsonFactory FACTORY = factory(64 * MIB);

    /** The factory for the body of a delivery. Only the data values are long, and they are not read as text. */
    static final JsonFactory ENVELOPE = factory(4096);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** Returns a record as one line without its end, in UTF-8. */
    static byte[] line(Object row) {
        try {
            return MAPPER.writeValueAsBytes(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line could not be written as JSON", e);
        }
    }

    /** Field names are not interned, because senders can use any number of names. */
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

    /** Returns the text without terminal control sequences, cut to a length. */
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
