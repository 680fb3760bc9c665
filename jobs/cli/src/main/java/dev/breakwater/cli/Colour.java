package dev.breakwater.cli;

import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** The colours of a verdict. Colours appear only on a terminal, and only while {@code NO_COLOR} is not set. */
public enum Colour {
    GREEN,
    YELLOW,
    RED;

    /** @param word a constant text, because text from outside could contain picocli's own markup */
    public String of(String word) {
        return of(word, Ansi.AUTO);
    }

    String of(String word, Ansi ansi) {
        return ansi.string("@|" + name().toLowerCase(Locale.ROOT) + " " + word + "|@");
    }
}
