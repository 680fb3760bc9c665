package dev.breakwater.exposure.iam;

import dev.breakwater.model.Glob;

/** Patterns of IAM, in which {@code *} stands for any characters and {@code ?} for one. */
public final class Wildcard {

    private Wildcard() {}

    /**
     * Returns whether this pattern matches every text that the other pattern matches. Returns false if the comparison
     * is hard to decide.
     */
    static boolean covers(String pattern, String other) {
        // a "?" must not match a "*", which is more than one character
        return Glob.matches(
                pattern.indexOf('?') < 0 ? pattern : pattern.replace("?", other.indexOf('*') < 0 ? "?" : "\0"), other);
    }

    public static boolean isWild(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }

    /** Returns whether the pattern has a letter or digit besides wildcards. */
    static boolean namesSomething(String pattern) {
        return pattern.chars().anyMatch(Character::isLetterOrDigit);
    }
}
