package dev.breakwater.connectors.receive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Which delivery this is, the same in each retry: half a SHA-256 of the stream's ARN and the request id. */
record RequestKey(long high, long low) {
    static final int BYTES = 16;

    static RequestKey of(String sourceArn, String requestId) {
        byte[] hash = AccessKey.sha256().digest((sourceArn + "\n" + requestId).getBytes(StandardCharsets.UTF_8));
        return read(ByteBuffer.wrap(hash));
    }

    static RequestKey read(ByteBuffer from) {
        return new RequestKey(from.getLong(), from.getLong());
    }

    void write(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
