package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import java.io.IOException;
import java.util.Set;

/**
 * Checks quickly whether a line is one JSON object, and finds the kind of object. Values are not checked here, because
 * the reader of the landing folder checks them.
 */
final class LineCheck {
    /** Longest line that the reader of the landing folder accepts, in bytes. */
    static final int LONGEST = 1 << 20;

    private static final int METRIC_NAME = 1;
    private static final int NAMESPACE = 2;
    private static final int TIMESTAMP = 4;
    private static final int VALUE = 8;
    private static final int ACCOUNT = 16;
    private static final int METRIC = METRIC_NAME | NAMESPACE | TIMESTAMP | VALUE | ACCOUNT;

    /** The kind of a line. */
    enum Kind {
        METRIC,
        LOG_MESSAGE,
        BAD
    }

    private final Set<String> accounts;
    private RejectReason reason;
    private String detail;
    private int used;

    /** @param accounts the accounts whose lines are accepted */
    LineCheck(Set<String> accounts) {
        this.accounts = accounts;
    }

    /** Checks the first object of a line. {@link #used()} then returns its length. */
    Kind check(byte[] bytes, int from, int length) {
        used = length;
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, length)) {
            Kind kind = look(json);
            int end = (int) json.currentLocation().getByteOffset();
            if (another(bytes, from + end, from + length)) {
                used = end;
            } else if (json.nextToken() != null) {
                kind = bad(RejectReason.NOT_JSON, "the line has more than one JSON value");
            }
            // a log message may be as long as a record, because the message itself is not stored
            boolean tooLong = used > LONGEST && kind != Kind.LOG_MESSAGE;
            return tooLong ? bad(RejectReason.LINE_TOO_LONG, "above " + LONGEST + " bytes") : kind;
        } catch (StreamConstraintsException e) {
            return bad(RejectReason.TOO_DEEP, "the line is nested too deep, or a number or a key is too long");
        } catch (IOException e) {
            return bad(RejectReason.NOT_JSON, "not valid JSON");
        }
    }

    private static boolean another(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && RecordLines.blank(bytes[at])) {
            at++;
        }
        return at < to && bytes[at] == '{';
    }

    /**
     * Returns the length of the last checked object in bytes. If another object follows, the length is less than the
     * given length.
     */
    int used() {
        return used;
    }

    /** Returns the reason why the last checked line is bad. */
    RejectReason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }

    private Kind look(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first != JsonToken.START_OBJECT) {
            json.skipChildren();
            return bad(RejectReason.NOT_AN_OBJECT, "the line is not a JSON object");
        }
        int seen = 0;
        boolean log = false;
        boolean others = false;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            log |= key.equals("messageType");
            seen |= bit(key, value);
            // if a key appears twice, check both values, because readers may use either
            others |= key.equals("account_id") && !accounts.contains(json.getText());
            json.skipChildren();
        }
        if (log) {
            return Kind.LOG_MESSAGE;
        }
        if (seen != METRIC) {
            String what = "metric_name, namespace, timestamp, value or account_id is missing";
            return bad(RejectReason.NOT_A_METRIC, what);
        }
        return others
                ? bad(RejectReason.WRONG_ACCOUNT, "the key is not valid for the account of this line")
                : Kind.METRIC;
    }

    private static int bit(String key, JsonToken value) {
        return switch (key) {
            case "metric_name" -> value == JsonToken.VALUE_STRING ? METRIC_NAME : 0;
            case "namespace" -> value == JsonToken.VALUE_STRING ? NAMESPACE : 0;
            case "account_id" -> value == JsonToken.VALUE_STRING ? ACCOUNT : 0;
            case "timestamp" -> value == JsonToken.VALUE_NUMBER_INT ? TIMESTAMP : 0;
            case "value" -> value == JsonToken.START_OBJECT ? VALUE : 0;
            default -> 0;
        };
    }

    private Kind bad(RejectReason why, String what) {
        reason = why;
        detail = what;
        return Kind.BAD;
    }
}
