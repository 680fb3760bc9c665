package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the body of one delivery, record by record as it comes in, into a {@link Batch}. The whole body is never in
 * memory. A body that breaks the contract leaves nothing behind.
 */
public final class DeliveryReader {
    private static final int MOST_RECORDS = 10_000;

    private final ReceiveLimits limits;
    private final BudgetedBytes.Budget budget;

    public DeliveryReader(ReceiveLimits limits, BudgetedBytes.Budget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /**
     * Reads one body.
     *
     * @param accounts whose lines it may bring
     * @throws Refused     if it breaks the contract, is too long, or does not fit into memory now
     * @throws IOException if the connection breaks
     */
    public Batch read(DeliveryHead head, Set<String> accounts, InputStream body) throws Refused, IOException {
        GzipMember lines = new GzipMember(budget);
        GzipMember refused = new GzipMember(budget);
        boolean done = false;
        try (ReportMinutes minutes = new ReportMinutes(budget, limits.bufferedBytes() / 4)) {
            Rejects rejects = new Rejects(head.requestId(), refused);
            LogMessages logs = new LogMessages(rejects, minutes, accounts, head.region());
            Lines text = new Lines(lines, rejects, logs, accounts);
            OtelMetrics otel = new OtelMetrics(lines, rejects, accounts);
            int records = records(head, body, text, otel, rejects);
            minutes.writeTo(lines, head.key().toString());
            rejects.finish();
            Batch.Tally tally = new Batch.Tally(
                    records, lines.lines(), rejects.counts(), logs.events(), logs.reports(), logs.passedOver());
            Batch batch = new Batch(head.key(), lines.finish(), refused.finish(), tally);
            done = true;
            return batch;
        } finally {
            lines.end();
            refused.end();
            if (!done) {
                lines.close();
                refused.close();
            }
        }
    }

    private int records(DeliveryHead head, InputStream body, Lines text, OtelMetrics otel, Rejects rejects)
            throws Refused, IOException {
        try (RecordContent content = new RecordContent(rejects, text, otel, budget, limits.recordBytes());
                BudgetedBytes data = new BudgetedBytes(budget, limits.recordBytes())) {
            InputStream inflated = head.gzip() ? new GZIPInputStream(body, 1 << 13) : body;
            Envelope envelope = new Envelope(new CappedBody(inflated, limits.bodyBytes()), content, rejects, data);
            return envelope.read(head.requestId());
        } catch (CappedBody.TooLong e) {
            throw Refused.tooLarge(limits.bodyBytes());
        } catch (BudgetedBytes.Full e) {
            throw e.busy() != null
                    ? e.busy()
                    : Refused.malformed("a record is above " + limits.recordBytes() + " bytes");
        } catch (JacksonException e) {
            throw Refused.malformed("the body does not have the JSON of the protocol");
        } catch (ZipException e) {
            throw Refused.malformed("the header says that the body is gzip, but it is not");
        } catch (EOFException e) {
            throw Refused.malformed("the body is cut off");
        }
    }

    /** {@code {"requestId","timestamp","records":[{"data"}]}}, in any order of keys. */
    private record Envelope(InputStream body, RecordContent content, Rejects rejects, BudgetedBytes data) {

        public int read(String requestId) throws Refused, IOException {
            try (JsonParser json = Json.ENVELOPE.createParser(body)) {
                json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
                require(json.nextToken() == JsonToken.START_OBJECT, "the body is not a JSON object");
                int records = -1;
                boolean identified = false;
                for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                    JsonToken value = json.nextToken();
                    if (key.equals("requestId")) {
                        require(requestId.equals(json.getValueAsString()), "requestId does not match the header");
                        identified = true;
                    } else if (key.equals("records")) {
                        require(value == JsonToken.START_ARRAY && records < 0, "records is no list");
                        records = list(json);
                    }
                    json.skipChildren();
                }
                require(json.nextToken() == null, "something follows the JSON object");
                require(identified, "requestId is missing");
                require(records >= 0, "records is missing");
                return records;
            }
        }

        private int list(JsonParser json) throws Refused, IOException {
            int count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(json.currentToken() == JsonToken.START_OBJECT, "a record is no object");
                require(count < MOST_RECORDS, "there are more than " + MOST_RECORDS + " records");
                record(json, count++);
            }
            return count;
        }

        private void record(JsonParser json, int index) throws Refused, IOException {
            boolean found = false;
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (!key.equals("data")) {
                    json.skipChildren();
                    continue;
                }
                require(value == JsonToken.VALUE_STRING && !found, "data of record " + index + " is no text");
                found = true;
                decode(json, index);
            }
            require(found, "record " + index + " has no data");
            rejects.inRecord(index);
            content.take(data.array(), data.length());
        }

        private void decode(JsonParser json, int index) throws Refused, IOException {
            data.clear();
            try {
                json.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, data);
            } catch (IllegalArgumentException e) {
                // so says Jackson of a character that is not base64
                throw Refused.malformed("data of record " + index + " is not base64");
            }
        }

        private static void require(boolean good, String otherwise) throws Refused {
            if (!good) {
                throw Refused.malformed(otherwise);
            }
        }
    }
}
