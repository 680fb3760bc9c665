package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a page in the user's browser. */
public final class Browser {

    private Browser() {}

    public static void open(Path page) {
        String os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        String opener = os.contains("mac") ? "open" : os.contains("win") ? "explorer" : "xdg-open";
        try {
            new ProcessBuilder(opener, page.toAbsolutePath().toString()).start();
        } catch (IOException e) {
            throw Refusal.error("no browser to open (" + opener + "); the report is " + page.toAbsolutePath());
        }
    }
}
