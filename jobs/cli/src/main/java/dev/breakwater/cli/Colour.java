package dev.breakwater.cli;

import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** The colours of a verdict: on a terminal alone, and not where {@code NO_COLOR} is set. */
public enum Colour {
    GREEN,
    YELLOW,
    RED;

    /** @param word of ours: text from outside could hold marks of picocli's own */
    public String of(String word) {
        return of(word, Ansi.AUTO);
    }

    String of(String word, Ansi ansi) {
        return ansi.string("@|" + name().toLowerCase(Locale.ROOT) + " " + word + "|@");
    }
}
