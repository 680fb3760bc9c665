package dev.breakwater.connectors.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Checks the form of AWS names, and tells the partition of a region. The class uses no regular expressions, because it
 * checks every line of a feed.
 */
public final class AwsNames {

    private static final int LONGEST = 32;

    private static final Map<String, String> PARTITIONS = new ConcurrentHashMap<>();

    /** The region whose functions can have Lambda@Edge replicas in other regions. */
    private static final String EDGE = "us-east-1.";

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

    /**
     * Returns the partition of a region, as in an ARN: {@code aws}, {@code aws}-cn, {@code aws}-us-gov,
     * {@code aws}-eusc and so on. AWS's own patterns decide. If no pattern matches, the partition is {@code aws}.
     */
    public static String partition(String region) {
        // the result is cached, because the SDK compiles its patterns for each call and stores every name
        return isRegion(region)
                ? PARTITIONS.computeIfAbsent(
                        region, r -> PartitionMetadata.of(Region.of(r)).id())
                : "aws";
    }

    /** Returns the unqualified ARN of a function, which the tagging calls need. */
    public static String functionArn(String account, String region, String function) {
        return lambda(account, region) + ":function:" + function;
    }

    /** Returns the ARN of an event source mapping. */
    public static String mappingArn(String account, String region, String uuid) {
        return lambda(account, region) + ":event-source-mapping:" + uuid;
    }

    private static String lambda(String account, String region) {
        return "arn:" + partition(region) + ":lambda:" + region + ":" + account;
    }

    /** Returns the function's name in {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME[:ALIAS]}, or an empty text. */
    public static String functionIn(String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > 6 ? parts[6] : "";
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
}
