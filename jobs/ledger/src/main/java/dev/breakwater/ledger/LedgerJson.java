package dev.breakwater.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The mapper of all files of a run. Instants are ISO 8601 in UTC. Amounts in USD have six decimals. Other numbers are
 * rounded where they are computed. When a line is read, unknown fields are skipped, and a missing field is null or 0.
 */
public final class LedgerJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private static final JsonNodeFactory ROUNDED = new JsonNodeFactory() {

        @Override
        public NumericNode numberNode(double value) {
            return super.numberNode(rounded(value, 6));
        }
    };

    private LedgerJson() {}

    /** Creates an object. The object's numbers have at most six decimals. */
    public static ObjectNode object() {
        return new ObjectNode(ROUNDED);
    }

    /** A record as one line, without a line break. */
    public static String line(Object row) {
        try {
            return MAPPER.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line could not be written as JSON", e);
        }
    }

    /** A record on several lines, for a file with a single object. */
    public static String pretty(Object row) throws JsonProcessingException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(row);
    }

    /** A record as a part of another object. */
    public static JsonNode tree(Object row) {
        return MAPPER.valueToTree(row);
    }

    /**
     * Reads a line.
     *
     * @throws JsonProcessingException if the line does not have this form
     */
    public static <T> T read(String line, Class<T> row) throws JsonProcessingException {
        T read = MAPPER.readValue(line, row);
        if (read == null) throw new UnreadableLine("a line must not be null");
        return read;
    }

    /** Reads a line that this class wrote. */
    public static <T> T readOwn(String line, Class<T> row) {
        try {
            return read(line, row);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("no line of ours", e);
        }
    }

    /** Nano-USD as USD. */
    static BigDecimal usd(long nano) {
        return new BigDecimal(nano).movePointLeft(9).setScale(6, RoundingMode.HALF_UP);
    }

    /** A number rounded half up. NaN and infinite numbers become 0. */
    static double rounded(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) return 0;
        // the sum makes a negative zero positive
        if (value == Math.rint(value)) return value + 0.0;
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
    }

    /** The start of a data minute. */
    static Instant minute(long minute) {
        return Instant.ofEpochSecond(minute * 60);
    }

    /** Reads a text. The text is empty if the line lacks the field. */
    static String text(String value) {
        return value == null ? "" : value;
    }

    /** Reads an amount. The amount is 0 if the line lacks the field. */
    static BigDecimal amount(BigDecimal usd) {
        return usd == null ? BigDecimal.ZERO : usd;
    }

    /** Converts epoch milliseconds. Values below 0 become null. */
    static Instant instant(long millis) {
        return millis < 0 ? null : Instant.ofEpochMilli(millis);
    }

    /** Converts a number. Values below 0 become null. */
    static Integer positive(int value) {
        return value < 0 ? null : value;
    }

    private static final class UnreadableLine extends JsonProcessingException {

        UnreadableLine(String why) {
            super(why);
        }
    }

    /**
     * Reads an instant from ISO 8601 or a number of epoch milliseconds. An empty text means that there is no instant.
     */
    private static final class InstantReader extends StdDeserializer<Instant> {

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken().isNumeric()) return Instant.ofEpochMilli(in.getLongValue());
            if (!in.hasToken(JsonToken.VALUE_STRING)) return (Instant) context.handleUnexpectedToken(Instant.class, in);
            String text = in.getText();
            if (text.isEmpty()) return null;
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw context.weirdStringException(text, Instant.class, "it is not a time");
            }
        }
    }
}
