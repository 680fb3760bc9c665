package dev.breakwater.connectors.testkit.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * HTTP/1.1 on a bare socket with one request per connection. If a connection had several requests, it could not be
 * reset or cut off at will.
 */
final class Wire {

    private static final int MOST_HEAD = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Reads a whole request. Throws an EOFException if the client closes the connection before the end of its request.
     */
    ApiRequest read() throws IOException {
        String[] lines = head().split("\r\n");
        String[] first = lines[0].split(" ");
        if (first.length != 3) {
            throw new EOFException("no request line");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : Arrays.copyOfRange(lines, 1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return new ApiRequest(first[0], first[1], headers, body(headers));
    }

    void write(ApiReply reply) throws IOException {
        out.write(head(reply));
        out.write(reply.body());
        out.flush();
    }

    /** Sends a header for the whole body, but only half of the body. Without a body, the status line is cut off. */
    void truncate(ApiReply reply) throws IOException {
        byte[] head = head(reply);
        byte[] body = reply.body();
        out.write(head, 0, body.length == 0 ? "HTTP/1.1 ".length() : head.length);
        out.write(body, 0, body.length / 2);
        out.flush();
    }

    /** Closes with RST instead of FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Sends nothing until the client closes the connection. */
    void stall() throws IOException {
        while (in.read() >= 0) {
            // the rest of the client's data does not matter
        }
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int state = 0;
        while (state < 4) {
            int next = in.read();
            if (next < 0 || head.size() > MOST_HEAD) {
                throw new EOFException("no complete head");
            }
            head.write(next);
            state = next == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks();
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("no complete body");
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line().split(";")[0].strip(), 16);
            body.write(in.readNBytes(size));
            line();
        } while (size > 0);
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("no complete line");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static byte[] head(ApiReply reply) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Answer\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (reply.status() != 204) {
            head.append("Content-Length: ").append(reply.body().length).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
