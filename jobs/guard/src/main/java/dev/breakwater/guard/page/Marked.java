package dev.breakwater.guard.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Pages bear a mark in their first bytes, by which a file in the folder is known as ours and told in one line. */
final class Marked {

    private static final String ATTRIBUTE = "data-breakwater-page";
    private static final String HEAD = "<!DOCTYPE html>\n";
    private static final String START = HEAD + "<html " + ATTRIBUTE + "=\"";
    private static final int LONGEST = 8192;

    private Marked() {}

    static void begin(Markup page, String mark, String title, String css) {
        page.open("html", ATTRIBUTE, mark, "lang", "en");
        Pages.head(page, title, css);
        page.open("body").open("main");
    }

    static String end(Markup page) {
        page.close().close().close();
        return HEAD + page.finish();
    }

    /** The mark of a file; empty where it is not ours, which what cannot be read is not: we could not have written it. */
    static Optional<String> read(Path file) throws IOException {
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

    /** Takes back what {@link Markup#escape} does to the characters of markup. */
    private static String plain(String escaped) {
        return escaped.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
