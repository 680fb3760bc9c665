package dev.breakwater.config;

import java.util.regex.Pattern;

/** Reads {@code match} and names. */
final class MatchReader {
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9_*?-]{1,140}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private MatchReader() {}

    static String name(Section section) {
        String remedy = "1 to 64 letters, digits, dots, dashes or underscores";
        return section.scalars().required("name", NAME, remedy);
    }

    /** The match of a policy: everything when it is left out. */
    static MatchSettings match(Section section) {
        Section match = section.child("match");
        String remedy = "a function name, * for any characters, ? for one";
        MatchSettings read =
                new MatchSettings(match.scalars().text("function", "*", GLOB, remedy), match.texts("tags"));
        match.done();
        return read;
    }

    /** The match of a group or a window: it must be there and say something. */
    static MatchSettings required(Section section) {
        boolean empty = section.value("match")
                .map(value -> value.isObject() && value.isEmpty())
                .orElse(!section.has("match"));
        if (empty) {
            section.missing("match", "{ function: \"NAME-*\" } or { tags: { KEY: VALUE } }");
        }
        return match(section);
    }
}
