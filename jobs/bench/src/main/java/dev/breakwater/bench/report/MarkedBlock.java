package dev.breakwater.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text between two marks of a Markdown file, which a command remakes. */
public final class MarkedBlock {

    private MarkedBlock() {}

    /** What stands between the marks of that name now. */
    public static String read(String file, String name) {
        int from = file.indexOf(start(name));
        int to = file.indexOf(end(name));
        if (from < 0 || to < from) throw new IllegalArgumentException("no marks " + start(name) + ", " + end(name));
        return file.substring(from + start(name).length() + 1, to);
    }

    /** Puts a text in its place. */
    public static void write(Path file, String name, String text) throws IOException {
        String old = Files.readString(file);
        String before = read(old, name);
        int at = old.indexOf(start(name)) + start(name).length() + 1;
        Files.writeString(file, old.substring(0, at) + text + old.substring(at + before.length()));
    }

    private static String start(String name) {
        return "<!-- " + name + ": made by the command, do not edit -->";
    }

    private static String end(String name) {
        return "<!-- end of " + name + " -->";
    }
}
