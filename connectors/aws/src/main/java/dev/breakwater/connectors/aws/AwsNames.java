package dev.breakwater.connectors.aws;

import dev.breakwater.model.FunctionKey;

/**
 * Checks the form of AWS names. The class uses no regular expressions, because it checks every line of a feed.
 */
public final class AwsNames {

    private static final int LONGEST = 32;

    private AwsNames() {}

    /**
     * Returns whether a text has the form of a region, such as {@code us-gov-west-1}. The form is lower-case words and
     * one number, joined by dashes, with at most 32 characters.
     */
    public static boolean isRegion(String s) {
        int digits = s.length();
        while (digits > 0 && isDigit(s.charAt(digits - 1))) {
            digits--;
        }
        int numbers = s.length() - digits;
        if (s.length() > LONGEST || numbers < 1 || numbers > 2 || digits == 0 || s.charAt(digits - 1) != '-') {
            return false;
        }
        int words = 0;
        int letters = 0;
        for (int i = 0; i < digits; i++) {
            char c = s.charAt(i);
            if (c == '-' && letters == 0 || c != '-' && (c < 'a' || c > 'z')) {
                return false;
            }
            words += c == '-' ? 1 : 0;
            letters = c == '-' ? 0 : letters + 1;
        }
        return words >= 2;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Returns whether a text is an account number: twelve digits. */
    public static boolean isAccount(String s) {
        return s.length() == 12 && allDigits(s, 0);
    }

    /**
     * Returns whether a text is a valid function name: 1 to 64 letters, digits, dashes and underscores. The name of a
     * Lambda@Edge replica begins with {@code us-east-1.}.
     */
    public static boolean isFunction(String s) {
        return isWord(FunctionKey.homeName(s), 64);
    }

    /**
     * Returns whether a text is a valid name of a metric, dimension or service: printable ASCII, at most 128
     * characters.
     */
    public static boolean isLabel(String s) {
        if (s.isEmpty() || s.length() > 128) {
            return false;
        }
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(String s, int longest) {
        if (s.isEmpty() || s.length() > longest) {
            return false;
        }
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !isDigit(c) && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean allDigits(String s, int from) {
        for (int i = from; i < s.length(); i++) {
            if (!isDigit(s.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
