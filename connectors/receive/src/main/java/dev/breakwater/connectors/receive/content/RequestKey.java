package dev.breakwater.connectors.receive.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of a delivery: half of a SHA-256 over the stream's ARN and the request id. The key is the same in each
 * retry of the delivery.
 */
public record RequestKey(long high, long low) {
    public static final int BYTES = 16;

    public static RequestKey of(String sourceArn, String requestId) {
        byte[] hash = sha256().digest((sourceArn + "\n" + requestId).getBytes(StandardCharsets.UTF_8));
        return read(ByteBuffer.wrap(hash));
    }

    public static RequestKey read(ByteBuffer from) {
        return new RequestKey(from.getLong(), from.getLong());
    }

    public void write(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
