package dev.breakwater.connectors.cloudwatch.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import java.io.IOException;

/**
 * Reads the keys of one Metric Streams object into fields. The next object overwrites the fields. The parser checks the
 * types of values, but not their meaning. The parser skips unknown keys together with their values.
 */
final class JsonLine {
    /** Stands for a number that is missing in the line. */
    static final double ABSENT = -1;

    /** The number of dimensions if the line has no such key. */
    static final int ABSENT_DIMENSIONS = -1;

    private static final int MOST_DIMENSIONS = 30;

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(64)
                    .maxNameLength(1024)
                    .build())
            // with this setting, NaN is reported as a bad value and not as a syntax error
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    String account;
    String region;
    String namespace;
    String metric;
    long timestamp;
    boolean hasTimestamp;
    boolean hasValue;
    double count;
    double sum;
    double max;
    int dimensions;
    final String[] dimensionNames = new String[MOST_DIMENSIONS];
    final String[] dimensionValues = new String[MOST_DIMENSIONS];

    /**
     * Reads the first object.
     *
     * @return the number of bytes of the object; fewer than {@code length} if another object follows without a line end
     */
    int read(byte[] bytes, int from, int length) throws IOException, Refusal {
        clear();
        try (JsonParser json = factory.createParser(bytes, from, length)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                if (first != null) {
                    json.skipChildren();
                }
                expectEnd(json);
                throw new Refusal(RejectReason.NOT_AN_OBJECT, "the line is not a JSON object");
            }
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                readKey(json, key);
            }
            int end = (int) json.currentLocation().getByteOffset();
            int next = end;
            while (next < length && blank(bytes[from + next])) {
                next++;
            }
            if (next < length && bytes[from + next] == '{') {
                return end;
            }
            expectEnd(json);
            return length;
        }
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private void clear() {
        account = null;
        region = null;
        namespace = null;
        metric = null;
        hasTimestamp = false;
        hasValue = false;
        count = ABSENT;
        sum = ABSENT;
        max = ABSENT;
        dimensions = ABSENT_DIMENSIONS;
    }

    private static void expectEnd(JsonParser json) throws IOException, Refusal {
        if (json.nextToken() != null) {
            throw new Refusal(RejectReason.NOT_JSON, "the line has more than one JSON value");
        }
    }

    private void readKey(JsonParser json, String key) throws IOException, Refusal {
        switch (key) {
            case "account_id" -> account = text(json, key);
            case "region" -> region = text(json, key);
            case "namespace" -> namespace = text(json, key);
            case "metric_name" -> metric = text(json, key);
            case "dimensions" -> readDimensions(json);
            case "timestamp" -> {
                if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw wrongType(key, "a whole number of milliseconds");
                }
                timestamp = whole(json);
                hasTimestamp = true;
            }
            case "value" -> readValue(json);
            default -> json.skipChildren();
        }
    }

    private static String text(JsonParser json, String key) throws IOException, Refusal {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(key, "a string");
        }
        return NameCache.of(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    private static long whole(JsonParser json) throws IOException {
        // a time beyond the range of long is far in the future or the past, and the range check rejects it
        return switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            default -> json.getBigIntegerValue().signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        };
    }

    private void readDimensions(JsonParser json) throws IOException, Refusal {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("dimensions", "an object of strings");
        }
        dimensions = 0;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            if (dimensions == MOST_DIMENSIONS) {
                throw new Refusal(RejectReason.BAD_NAME, "more than " + MOST_DIMENSIONS + " dimensions");
            }
            dimensionNames[dimensions] = key;
            dimensionValues[dimensions] = text(json, "dimensions." + key);
            dimensions++;
        }
    }

    private void readValue(JsonParser json) throws IOException, Refusal {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("value", "an object of numbers");
        }
        hasValue = true;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            switch (key) {
                case "count" -> count = number(json, "value.count");
                case "sum" -> sum = number(json, "value.sum");
                case "max" -> max = number(json, "value.max");
                default -> json.skipChildren();
            }
        }
    }

    private static double number(JsonParser json, String key) throws IOException, Refusal {
        if (!json.currentToken().isNumeric()) {
            throw wrongType(key, "a number");
        }
        double value = json.getDoubleValue();
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new Refusal(RejectReason.BAD_VALUE, key + " is " + value);
        }
        // -0.0 passes the test above, and the addition makes it +0.0
        return value + 0.0;
    }

    private static Refusal wrongType(String key, String wanted) {
        return new Refusal(RejectReason.WRONG_TYPE, key + " is not " + wanted);
    }

    /**
     * Thrown if the parser refuses a line. The exception has no stack trace, because it only returns the reason from a
     * nested parse.
     */
    static final class Refusal extends Exception {
        private final transient RejectReason reason;

        Refusal(RejectReason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }

        RejectReason reason() {
            return reason;
        }

        String detail() {
            return getMessage();
        }
    }

    /**
     * Returns the same String object for the same characters. The number of slots is fixed, so that a million names
     * need little memory.
     */
    private static final class NameCache {
        private static final int LONGEST = 128;
        /**
         * All parsing threads share this cache. Sharing the cache is safe, because entries of other threads are equal.
         */
        private static final String[] SLOTS = new String[1 << 14];

        private NameCache() {}

        static String of(char[] chars, int from, int length) {
            if (length > LONGEST) {
                return new String(chars, from, length);
            }
            int hash = length;
            for (int i = from; i < from + length; i++) {
                hash = 31 * hash + chars[i];
            }
            int slot = (hash ^ hash >>> 15) & SLOTS.length - 1;
            String known = SLOTS[slot];
            if (known != null && same(known, chars, from, length)) {
                return known;
            }
            return SLOTS[slot] = new String(chars, from, length);
        }

        private static boolean same(String known, char[] chars, int from, int length) {
            if (known.length() != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (known.charAt(i) != chars[from + i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
