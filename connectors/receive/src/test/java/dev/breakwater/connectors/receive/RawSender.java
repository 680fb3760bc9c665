package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** A connection that delivers the same record repeatedly under new request ids, and needs little CPU. */
final class RawSender implements AutoCloseable {
    private final Socket socket = new Socket();
    private final OutputStream out;
    private final InputStream in;
    private final boolean gzip;
    private final byte[] tail;

    RawSender(InetSocketAddress address, byte[] record, boolean gzip) throws IOException {
        socket.connect(address);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream());
        this.gzip = gzip;
        byte[] plain = (",\"timestamp\":1764000000000,\"records\":[{\"data\":\""
                        + Base64.getEncoder().encodeToString(record) + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        // the record is a second gzip member, which need not be made again for each id
        tail = gzip ? FirehoseDelivery.gzip(plain) : plain;
    }

    /** Delivers and waits for the answer. @return its status */
    int deliver(String requestId) throws IOException {
        byte[] head = ("{\"requestId\":\"" + requestId + "\"").getBytes(StandardCharsets.US_ASCII);
        head = gzip ? FirehoseDelivery.gzip(head) : head;
        String headers = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "X-Amz-Firehose-Protocol-Version: 1.0\r\nX-Amz-Firehose-Request-Id: " + requestId
                + "\r\nX-Amz-Firehose-Source-Arn: " + FirehoseClient.SOURCE + "\r\nX-Amz-Firehose-Access-Key: "
                + Bench.KEY + "\r\n" + (gzip ? "Content-Encoding: gzip\r\n" : "") + "Content-Length: "
                + (head.length + tail.length) + "\r\n\r\n";
        byte[] start = headers.getBytes(StandardCharsets.US_ASCII);
        byte[] first = java.util.Arrays.copyOf(start, start.length + head.length);
        System.arraycopy(head, 0, first, start.length, head.length);
        out.write(first);
        out.write(tail);
        return answer();
    }

    private int answer() throws IOException {
        String line = line();
        int status = Integer.parseInt(line.split(" ")[1]);
        int length = 0;
        while (!(line = line()).isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.readNBytes(length);
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
