package dev.breakwater.config;

import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A configuration file, read once. The name and the content of the file come from the same bytes.
 *
 * @param path absolute
 * @param mode replaces the mode in the file; if empty, the file's mode applies
 * @param text the text of the file
 */
public record ConfigFile(String path, String mode, String text) implements Serializable {

    private static final int ID_DIGITS = 12;

    /**
     * Reads a file.
     *
     * @param mode replaces the mode in the file; if empty, the file's mode applies
     * @throws Document.Unreadable if the file cannot be read at all
     */
    public static ConfigFile read(Path file, String mode) {
        return new ConfigFile(
                file.toAbsolutePath().toString(), mode, new String(Document.bytes(file), StandardCharsets.UTF_8));
    }

    /** Returns the file's name: the first 12 hex digits of its SHA-256, as {@code sha256sum} prints them. */
    public String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the file's values, or all its problems. Relative paths start at the file's folder. */
    public Loaded<Settings> load() {
        return ConfigLoader.load(this);
    }
}
