package dev.breakwater.connectors.cloudwatch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.zip.GZIPOutputStream;

/** Metric Streams lines and files for tests. Minutes are relative to {@link #BASE}. */
public final class Lines {
    /** 2026-03-02T00:00Z. */
    public static final long BASE = 1_772_409_600L / 60;

    public static final Clock NOON = Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);

    private Lines() {}

    /** One call of the function in that minute. */
    public static String call(String function, long minute) {
        return line(
                "Invocations",
                "{\"FunctionName\":\"" + function + "\"}",
                minute,
                "{\"count\":1.0,\"sum\":1.0,\"max\":1.0,\"min\":1.0}");
    }

    public static String line(String metric, String dimensions, long minute, String value) {
        return "{\"metric_stream_name\":\"s\",\"account_id\":\"111122223333\",\"region\":\"eu-west-1\",\"namespace\":\"AWS/Lambda\",\"metric_name\":\""
                + metric + "\",\"dimensions\":" + dimensions + ",\"timestamp\":" + (BASE + minute) * 60_000
                + ",\"value\":" + value + ",\"unit\":\"Count\"}";
    }

    public static byte[] text(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static Path write(Path folder, String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void append(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
