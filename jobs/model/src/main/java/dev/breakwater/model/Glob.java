package dev.breakwater.model;

/**
 * Patterns of policies and of IAM. {@code *} matches any number of characters, including none, and {@code ?} matches
 * one character.
 */
public final class Glob {

    private Glob() {}

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
}
