package dev.breakwater.connectors.testkit.firehose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * One request, the same in each try.
 *
 * @param requestId the GUID that the answer must repeat
 * @param body      JSON, not deflated
 */
public record FirehoseDelivery(String requestId, byte[] body) {

    /** A delivery of records as the contract writes them. */
    public static FirehoseDelivery of(String requestId, long timestamp, List<byte[]> records) {
        StringBuilder json = new StringBuilder("{\"requestId\":\"" + requestId + "\",\"timestamp\":" + timestamp);
        json.append(",\"records\":[");
        for (int i = 0; i < records.size(); i++) {
            json.append(i == 0 ? "" : ",").append("{\"data\":\"");
            json.append(Base64.getEncoder().encodeToString(records.get(i))).append("\"}");
        }
        return new FirehoseDelivery(requestId, json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** One record of text. */
    public static FirehoseDelivery of(String requestId, String text) {
        return of(requestId, 1_764_000_000_000L, List.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes as one gzip member. */
    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        return out.toByteArray();
    }
}
