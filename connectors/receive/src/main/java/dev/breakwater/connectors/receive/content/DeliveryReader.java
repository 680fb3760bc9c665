package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the body of one delivery into a {@link Batch}. The body is read record by record as it arrives, so the complete
 * body is never in memory. If the body breaks the contract, no part of it is kept.
 */
public record DeliveryReader(ReceiveLimits limits, BudgetedBytes.Budget budget) {
    private static final int MOST_RECORDS = 10_000;

    /**
     * Reads one body.
     *
     * @param accounts the accounts whose lines the delivery may contain
     * @throws Refused     if the delivery breaks the contract, is too long, or does not fit into memory now
     * @throws IOException if the connection breaks
     */
    public Batch read(DeliveryHead head, Set<String> accounts, InputStream body) throws Refused, IOException {
        GzipMember lines = new GzipMember(budget);
        GzipMember refused = new GzipMember(budget);
        boolean done = false;
        try (ReportMinutes minutes = new ReportMinutes(budget, limits.bufferedBytes() / 4)) {
            Rejects rejects = new Rejects(head.requestId(), refused);
            LogMessages logs = new LogMessages(rejects, minutes, accounts, head.region());
            RecordLines text = new RecordLines(lines, rejects, logs, accounts);
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

    private int records(DeliveryHead head, InputStream body, RecordLines text, OtelMetrics otel, Rejects rejects)
            throws Refused, IOException {
        try (RecordContent content = new RecordContent(rejects, text, otel, budget, limits.recordBytes());
                BudgetedBytes data = new BudgetedBytes(budget, limits.recordBytes())) {
            InputStream inflated = head.gzip() ? new GZIPInputStream(body, 1 << 13) : body;
            Envelope envelope = new Envelope(new CappedStream(inflated, limits.bodyBytes()), content, rejects, data);
            return envelope.read(head.requestId());
        } catch (CappedStream.TooLong e) {
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

    /** Reads {@code {"requestId","timestamp","records":[{"data"}]}}, with the keys in any order. */
    private record Envelope(InputStream body, RecordContent content, Rejects rejects, BudgetedBytes data) {

        int read(String requestId) throws Refused, IOException {
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
                        require(value == JsonToken.START_ARRAY && records < 0, "records is not a list");
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
                require(json.currentToken() == JsonToken.START_OBJECT, "a record is not an object");
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
                require(value == JsonToken.VALUE_STRING && !found, "data of record " + index + " is not a text");
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
                // the message of Jackson for a character that is not base64
                throw Refused.malformed("data of record " + index + " is not base64");
            }
        }

        private static void require(boolean good, String otherwise) throws Refused {
            if (!good) {
                throw Refused.malformed(otherwise);
            }
        }
    }

    /** Detects the kind of a record (gzip, OpenTelemetry, or lines of JSON) and passes it to its reader. */
    static final class RecordContent implements AutoCloseable {
        private final Rejects rejects;
        private final RecordLines lines;
        private final OtelMetrics otel;
        private final BudgetedBytes inflated;
        private final long mostInflated;
        private long inflatedInAll;

        /** @param recordBytes the longest record after inflation; all records together may have 16 times this size */
        RecordContent(
                Rejects rejects, RecordLines lines, OtelMetrics otel, BudgetedBytes.Budget budget, int recordBytes) {
            this.rejects = rejects;
            this.lines = lines;
            this.otel = otel;
            inflated = new BudgetedBytes(budget, recordBytes);
            mostInflated = 16L * recordBytes;
        }

        void take(byte[] bytes, int length) throws Refused {
            boolean gzip = length >= 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
            if (!gzip) {
                plain(bytes, length);
            } else if (inflate(bytes, length)) {
                inflatedInAll += inflated.length();
                plain(inflated.array(), inflated.length());
            }
        }

        private void plain(byte[] bytes, int length) throws Refused {
            OtelFrames frames = new OtelFrames(bytes, length);
            // a text may begin like a message ("x" and a line feed), but the whole text does not look like messages
            boolean text = length > 0 && (bytes[0] >= ' ' && bytes[0] < 0x7f || bytes[0] == '\n' || bytes[0] == '\r');
            if (text ? frames.whole() : frames.plausible()) {
                otel.take(bytes, length);
            } else {
                lines.take(bytes, length);
            }
        }

        private boolean inflate(byte[] bytes, int length) throws Refused {
            inflated.clear();
            byte[] chunk = new byte[1 << 13];
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length), chunk.length)) {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    if (inflatedInAll + inflated.length() + n > mostInflated) {
                        throw new BudgetedBytes.Full(null);
                    }
                    inflated.write(chunk, 0, n);
                }
                return true;
            } catch (BudgetedBytes.Full full) {
                if (full.busy() != null) {
                    throw full.busy();
                }
                inflatedInAll += inflated.length();
                String what = "inflates beyond the limit: " + inflated.length() + " bytes and more";
                rejects.add(RejectReason.RECORD_TOO_LONG, what, 0, bytes, 0, length);
            } catch (IOException e) {
                rejects.add(RejectReason.BAD_GZIP, "the gzip data are damaged or cut off", 0, bytes, 0, length);
            }
            return false;
        }

        @Override
        public void close() {
            inflated.close();
        }
    }

    /**
     * The headers of a delivery.
     *
     * @param requestId the delivery's id, which is the same in each retry
     * @param sourceArn the ARN of the Firehose stream, or "" if it is missing
     * @param gzip      whether the body is compressed
     */
    public record DeliveryHead(String requestId, String sourceArn, boolean gzip) {
        private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
        private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:firehose:([a-z0-9-]{1,32}):(\\d{12}):.*");

        /** Returns the account of a Firehose stream, or "" if its ARN has none. */
        public static String account(String sourceArn) {
            Matcher arn = ARN.matcher(sourceArn);
            return arn.matches() ? arn.group(2) : "";
        }

        /**
         * Reads the headers. A missing header counts as empty.
         *
         * @throws Refused 400 if the headers break the contract
         */
        public static DeliveryHead of(String requestId, String sourceArn, String version, String encoding)
                throws Refused {
            if (!REQUEST_ID.matcher(requestId).matches()) {
                throw Refused.malformed("the header X-Amz-Firehose-Request-Id is missing or not printable");
            }
            if (!version.isEmpty() && !version.equals("1.0")) {
                throw Refused.malformed("only version 1.0 of the protocol is supported");
            }
            boolean gzip = "gzip".equalsIgnoreCase(encoding);
            if (!gzip && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
                throw Refused.malformed("the Content-Encoding is neither gzip nor identity");
            }
            return new DeliveryHead(requestId, sourceArn, gzip);
        }

        public RequestKey key() {
            return RequestKey.of(sourceArn, requestId);
        }

        /** Returns the region of the stream, or "" if its ARN has none. */
        String region() {
            Matcher arn = ARN.matcher(sourceArn);
            return arn.matches() && AwsNames.isRegion(arn.group(1)) ? arn.group(1) : "";
        }
    }

    /**
     * The capacity of the endpoint.
     *
     * @param bodyBytes     longest body of a delivery after inflation; the default is Firehose's documented 64 MiB. For
     *     a longer body, the answer is 413, and Firehose drops the batch
     * @param recordBytes   the longest record after base64 decoding, and again after inflation, bytes
     * @param bufferedBytes memory for all deliveries that are being read or that wait for the disk, bytes; above this
     *                      limit, the answer is 503
     * @param threads the number of deliveries that are served at once, at least 1
     * @param freeBytes the disk space that must stay free at the landing folder, bytes; with less space, the answer is
     *                  503
     */
    public record ReceiveLimits(long bodyBytes, int recordBytes, long bufferedBytes, int threads, long freeBytes) {
        private static final int MIB = 1 << 20;

        /** Returns the defaults: 64 MiB for a body, 32 MiB for a record, 256 MiB in memory, 32 threads, 1 GiB free. */
        public static final ReceiveLimits DEFAULT = new ReceiveLimits(64 * MIB, 32 * MIB, 256 * MIB, 32, 1024L * MIB);

        /** Returns the same limits with other memory. */
        public ReceiveLimits withBufferedBytes(long bytes) {
            return new ReceiveLimits(bodyBytes, recordBytes, bytes, threads, freeBytes);
        }

        /** Returns the same limits with another amount of free disk space. */
        public ReceiveLimits withFreeBytes(long bytes) {
            return new ReceiveLimits(bodyBytes, recordBytes, bufferedBytes, threads, bytes);
        }

        /** Returns the same limits with another number of threads. */
        public ReceiveLimits withThreads(int number) {
            return new ReceiveLimits(bodyBytes, recordBytes, bufferedBytes, number, freeBytes);
        }
    }
}
