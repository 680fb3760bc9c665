package dev.breakwater.exposure.iam;

/** Patterns of IAM, in which {@code *} stands for any characters and {@code ?} for one. */
public final class Wildcard {

    private Wildcard() {}

    /**
     * Returns whether the pattern matches the whole text. The match takes at most (text length x pattern length) steps.
     */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') p++;
        return p == pattern.length();
    }

    /**
     * Returns whether this pattern matches every text that the other pattern matches. Returns false if the comparison
     * is hard to decide.
     */
    static boolean covers(String pattern, String other) {
        // a "?" must not match a "*", which is more than one character
        return matches(
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
