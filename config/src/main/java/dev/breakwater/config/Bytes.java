package dev.breakwater.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files and resources, never more than a little beyond the longest accepted file. */
final class Bytes {
    private Bytes() {}

    static byte[] of(Path file) {
        if (Files.isDirectory(file)) {
            throw new ConfigUnreadable(shown(file) + ": is a folder, not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Yaml.LONGEST + 1);
        } catch (NoSuchFileException e) {
            throw new ConfigUnreadable(shown(file) + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new ConfigUnreadable(shown(file) + ": reading it is not permitted");
        } catch (IOException e) {
            throw new ConfigUnreadable(shown(file) + ": cannot be read: " + oneLine(e.getMessage()));
        }
    }

    static byte[] resource(String name) {
        try (InputStream in = Bytes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without its resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + name + " cannot be read", e);
        }
    }

    private static String shown(Path file) {
        return oneLine(file.toString());
    }

    private static String oneLine(String text) {
        return String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
    }
}
