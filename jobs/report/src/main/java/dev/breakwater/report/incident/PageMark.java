package dev.breakwater.report.incident;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The mark in the first bytes of an incident's page. The mark identifies the file as Breakwater's, and contains a
 * summary of the page in one line.
 */
public final class PageMark {

    private static final String START = "<!DOCTYPE html>\n<html data-breakwater-page=\"";
    private static final int LONGEST = 8192;

    private PageMark() {}

    /** Returns the mark of a file. The result is empty if the file is not Breakwater's or cannot be read. */
    public static Optional<String> read(Path file) throws IOException {
        try {
            return mark(file);
        } catch (AccessDeniedException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> mark(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
        String head;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            head = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
        int end = head.startsWith(START) ? head.indexOf('"', START.length()) : -1;
        return end < 0 ? Optional.empty() : Optional.of(plain(head.substring(START.length(), end)));
    }

    /** Unescapes an attribute, which may contain {@code &quot;} and {@code &gt;}. */
    private static String plain(String escaped) {
        return escaped.replace("&#34;", "\"")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
