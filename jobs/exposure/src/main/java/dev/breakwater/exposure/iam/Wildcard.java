package dev.breakwater.exposure.iam;

/** Patterns as IAM writes them: {@code *} any characters, {@code ?} one. */
public final class Wildcard {

    private Wildcard() {}

    /** Whether the whole text fits; never more than text x pattern steps. */
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

    /** Whether every text that fits the other pattern fits this one; false if that is hard to tell. */
    static boolean covers(String pattern, String other) {
        // a "?" must not match a "*", which is more than one character
        return matches(
                pattern.indexOf('?') < 0 ? pattern : pattern.replace("?", other.indexOf('*') < 0 ? "?" : "\0"), other);
    }

    public static boolean isWild(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }

    /** Whether a letter or digit is left beside the wildcards. */
    static boolean namesSomething(String pattern) {
        return pattern.chars().anyMatch(Character::isLetterOrDigit);
    }
}
