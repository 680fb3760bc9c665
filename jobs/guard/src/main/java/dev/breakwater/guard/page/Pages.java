package dev.breakwater.guard.page;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What every page of ours has in common: a head that forbids to load or run anything, and one style for light and dark. */
public final class Pages {

    private static final String LOADS_NOTHING = "default-src 'none'; style-src 'unsafe-inline'";

    private Pages() {}

    /**
     * Writes the head.
     *
     * @param css what this page needs beside the common style
     */
    public static void head(Markup page, String title, String css) {
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", LOADS_NOTHING);
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.leaf("title", title)
                .style(styleSheet(Pages.class, "base.css") + css)
                .close();
    }

    /** A style sheet beside a class. */
    public static String styleSheet(Class<?> beside, String name) {
        try (InputStream css = beside.getResourceAsStream(name)) {
            if (css == null) throw new FileNotFoundException("not in this build: " + name);
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
