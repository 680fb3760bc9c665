package dev.breakwater.connectors.lambda;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How lines are chained: each holds the hash of the line before it ({@code prev}) and, as its last field, the SHA-256 of
 * its own text without that field. Whoever changes, removes or inserts a line breaks every later one.
 */
final class LedgerChain {

    /** {@code prev} of the first line. */
    static final String ROOT = "0".repeat(64);

    private static final String HASH_FIELD = ",\"hash\":\"";
    private static final int LINE_LIMIT = 1 << 16;

    private LedgerChain() {}

    /** Adds the hash to a JSON object. */
    static String seal(String body) {
        return body.substring(0, body.length() - 1) + HASH_FIELD + hash(body) + "\"}";
    }

    static String hashOf(String line) throws IOException {
        int at = line.lastIndexOf(HASH_FIELD);
        if (at < 0 || !line.endsWith("\"}")) {
            throw new IOException("no hash");
        }
        String stated = line.substring(at + HASH_FIELD.length(), line.length() - 2);
        if (!hash(line.substring(0, at) + '}').equals(stated)) {
            throw new IOException("the line was changed: its hash does not fit");
        }
        return stated;
    }

    /** Reads the whole file and finds the first broken link. */
    static LedgerVerdict verify(Path file) throws IOException {
        String prev = ROOT;
        long lines = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (Line line = nextLine(in); line != null; line = nextLine(in)) {
                if (!line.complete()) {
                    return LedgerVerdict.broken(lines, "torn last line, never acknowledged");
                }
                try {
                    prev = link(line.text(), prev, lines + 1);
                } catch (IOException e) {
                    return LedgerVerdict.broken(lines, e.getMessage());
                }
                lines++;
            }
        }
        return LedgerVerdict.whole(lines);
    }

    private static String link(String line, String prev, long seq) throws IOException {
        EffectJson.Numbered numbered = EffectJson.read(line);
        if (!numbered.prev().equals(prev) || numbered.seq() != seq) {
            throw new IOException("does not follow the line before it");
        }
        return hashOf(line);
    }

    private record Line(String text, boolean complete) {}

    private static Line nextLine(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return bytes.size() == 0 ? null : new Line("", false);
            }
            if (bytes.size() >= LINE_LIMIT) {
                return new Line("", true);
            }
            bytes.write(next);
        }
        return new Line(bytes.toString(StandardCharsets.UTF_8), true);
    }

    private static String hash(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
