package dev.breakwater.connectors.cloudwatch;

/** Checks the form of AWS names. The class uses no regular expressions, because it checks every line. */
public final class AwsNames {
    /** The region whose functions can have Lambda@Edge replicas in other regions. */
    private static final String EDGE = "us-east-1.";

    private AwsNames() {}

    /** Returns whether a text is an account number: twelve digits. */
    public static boolean isAccount(String s) {
        return s.length() == 12 && allDigits(s, 0);
    }

    /**
     * Returns whether a text is a valid function name: 1 to 64 letters, digits, dashes and underscores. The name of a
     * Lambda@Edge replica begins with {@code us-east-1.}.
     */
    public static boolean isFunction(String s) {
        return isWord(s.startsWith(EDGE) ? s.substring(EDGE.length()) : s, 64);
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

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
