package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option {@code --open}, which opens the page that a command wrote. */
public final class OpenOption {

    @Option(names = "--open", description = "Open the report in the browser.")
    private boolean open;

    /** Opens the page if the option was given. */
    public void show(Path page) {
        if (!open) return;
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String opener = os.contains("mac") ? "open" : os.contains("win") ? "explorer" : "xdg-open";
        try {
            new ProcessBuilder(opener, page.toAbsolutePath().toString()).start();
        } catch (IOException e) {
            throw Refusal.error("no browser to open (" + opener + "); the report is " + page.toAbsolutePath());
        }
    }
}
